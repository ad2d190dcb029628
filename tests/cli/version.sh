headcount version | sed 's/[0-9][0-9.]*$/VERSION/'
headcount --version | sed 's/[0-9][0-9.]*$/VERSION/'
headcount version --json | python3 -c 'import json, sys; print(sorted(json.load(sys.stdin)))'
