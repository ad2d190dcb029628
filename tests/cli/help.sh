# One table makes the help, the manual page and the completions.
try headcount help
try headcount help run
try headcount run --help
headcount >none; echo "without a command: $?"
cmp none - <<END && echo "the same text"
$(headcount help)
END
COLUMNS=60 headcount help import
headcount help --man >headcount.1
for c in $(headcount help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
  headcount "$c" --help >text || echo "$c: no help"
  awk -v c="$c" 'length($0) > 100 {print c ": " $0}' text
  grep -q "^\.SS \"headcount $c" headcount.1 || echo "$c: not in the manual"
  headcount help --completion bash | grep -q "^  $c)" || echo "$c: not in the completion"
done
headcount help --bash-completion >completion.bash
bash -n completion.bash && echo "bash takes it"
# what a person gets who types: headcount slots case --j<TAB>
bash -c '. ./completion.bash; COMP_WORDS=(headcount slots case --j); COMP_CWORD=3; _headcount; echo "${COMPREPLY[@]}"'
bash -c '. ./completion.bash; COMP_WORDS=(headcount ve); COMP_CWORD=1; _headcount; echo "${COMPREPLY[@]}"'
bash -c '. ./completion.bash; touch "a file"; COMP_WORDS=(headcount import a); COMP_CWORD=2; _headcount; echo "${COMPREPLY[@]}"'
