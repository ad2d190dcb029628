/** Files dropped anywhere on the page: footage goes to the bench, all else is imported (views/enter.ts shows how it goes). */
import { bring } from './count/media';
import { h } from './dom';
import { importFile } from './enter/importing';
import { keep } from './grade';
import { w } from './words';

const footage = (f: File): boolean => /^(image|video|audio)\//.test(f.type);

export function take(files: File[], go: (path: string) => void): void {
  const seen = files.filter(footage), rows = files.filter((f) => !footage(f));
  for (const f of rows) importFile(f);
  if (seen.length) bring(seen);
  if (rows.length || seen.length) go(keep(rows.length ? '/enter' : '/count'));
}

export function dropAnywhere(go: (path: string) => void): void {
  const veil = h('div', { class: 'dropveil', hidden: true }, h('p', null, w('enter.dropveil')), h('p', { class: 'soft' }, w('enter.dropveil.about')));
  let depth = 0;
  const files = (e: DragEvent): boolean => !!e.dataTransfer?.types.includes('Files');
  const show = (on: boolean): void => { if (!on) depth = 0; veil.hidden = !on; };
  document.body.append(veil);
  document.addEventListener('dragenter', (e) => { if (files(e)) { depth++; show(true); e.preventDefault(); } });
  document.addEventListener('dragleave', (e) => { if (files(e) && --depth <= 0) show(false); });
  document.addEventListener('dragover', (e) => { if (files(e)) { e.preventDefault(); e.dataTransfer!.dropEffect = 'copy'; } });
  document.addEventListener('drop', (e) => {
    show(false);
    if (!files(e)) return;
    e.preventDefault();
    take([...e.dataTransfer!.files], go);
  });
}
