// The message box: what is typed survives a reload, and the arrows bring back what was said before.
'use strict';
(() => {
  const { one, on, kept } = window.chorus;
  const keyOf = box => `chorus-draft:${box.dataset.draft}`;
  const box = one('#message');
  if (!box) return;

  let said = null;
  let place = -1;
  if (!box.value) box.value = kept.read(keyOf(box)) ?? '';
  on('input', event => {
    if (event.target !== box) return;
    place = -1;
    kept.write(keyOf(box), box.value);
  });
  on('reset', event => {
    if (event.target.id !== 'say') return;
    said = null;
    place = -1;
    kept.write(keyOf(box), '');
  });

  async function earlier() {
    const response = await fetch(box.form.dataset.history, { headers: { Accept: 'application/json' } });
    return response.ok ? [...new Set((await response.json()).map(message => message.text))] : [];
  }
  on('keydown', async event => {
    if (event.target !== box || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isUp = event.key === 'ArrowUp';
    if (!isUp && event.key !== 'ArrowDown') return;
    // Within a text of one's own the arrows move the caret.
    if (place < 0 && (box.value || !isUp)) return;
    event.preventDefault();
    said ??= await earlier();
    place = Math.min(said.length - 1, Math.max(-1, place + (isUp ? 1 : -1)));
    box.value = said[place] ?? '';
    kept.write(keyOf(box), box.value);
  });
})();
