// The list: which tasks stand in it and how (all of it in the address), and the order of the queue.
'use strict';
(() => {
  const { one, all, on, toast } = window.chorus;
  const rest = 150;

  // A new choice is a new address, and a stream that carries what it shows; nothing else is loaded.
  function choose() {
    const form = one('#filter');
    const chosen = new FormData(form);
    const page = new URL(location.href);
    const stream = new URL(one('#live').getAttribute('hx-sse:connect'), location.href);
    for (const name of ['q', 'state', 'sort']) {
      const value = `${chosen.get(name) ?? ''}`.trim();
      for (const url of [page, stream]) {
        if (value && !(name === 'sort' && value === 'priority')) url.searchParams.set(name, value);
        else url.searchParams.delete(name);
      }
    }
    history.replaceState(null, '', page);
    window.chorus.connect(`${stream.pathname}${stream.search}`);
  }
  let timer = 0;
  function chooseSoon(wait) {
    clearTimeout(timer);
    timer = setTimeout(choose, wait);
  }
  on('input', event => { if (event.target.id === 'filter-text') chooseSoon(rest); });
  on('change', event => { if (event.target.closest?.('#filter') && event.target.id !== 'filter-text') chooseSoon(0); });
  on('submit', event => {
    if (event.target.id !== 'filter') return;
    event.preventDefault();
    clearTimeout(timer);
    choose();
    one('#list a.ask, #list a.row')?.focus();
  });
  on('click', event => {
    if (!event.target.closest?.('[data-clear]') || !one('#filter')) return;
    event.preventDefault();
    one('#filter-text').value = '';
    one('#filter [name="state"]').value = '';
    choose();
    one('#filter-text').focus();
  });

  // The queue is put in order by dragging a row's grip, by the arrows on it, or by Alt and an arrow on the row.
  const queued = () => all('#group-queued li[data-queued]');
  function move(row, next) {
    const before = next?.dataset.queued ?? '';
    if (next === row || next === row.nextElementSibling) return;
    window.htmx.ajax('PUT', `/tasks/${row.dataset.queued}/position`, { source: one('.grip', row), values: { before }, swap: 'none' });
    const name = element => one('b', element).textContent.trim();
    toast(next ? `${name(row)}: before ${name(next)}` : `${name(row)}: last in the queue`);
  }
  function step(row, by) {
    const rows = queued();
    const at = rows.indexOf(row);
    if (at < 0 || at + by < 0 || at + by >= rows.length) return;
    move(row, by < 0 ? rows[at - 1] : rows[at + 2]);
  }
  on('keydown', event => {
    const row = event.target.closest?.('li[data-queued]');
    if (!row || !['ArrowUp', 'ArrowDown'].includes(event.key) || !(event.altKey || event.target.matches('.grip'))) return;
    event.preventDefault();
    step(row, event.key === 'ArrowUp' ? -1 : 1);
  });

  let dragged = null;
  const over = y => queued().find(row => y < row.getBoundingClientRect().top + row.offsetHeight / 2) ?? null;
  function mark(next) {
    for (const row of queued()) row.classList.remove('drop-before', 'drop-after');
    if (next) next.classList.add('drop-before');
    else queued().at(-1)?.classList.add('drop-after');
  }
  function drop() {
    for (const row of all('.drop-before, .drop-after, .dragged')) row.classList.remove('drop-before', 'drop-after', 'dragged');
    dragged = null;
  }
  on('pointerdown', event => {
    const grip = event.target.closest?.('[data-grip]');
    if (!grip || event.button !== 0) return;
    dragged = { id: grip.closest('li').id, y: event.clientY, moved: false };
    grip.setPointerCapture(event.pointerId);
  });
  on('pointermove', event => {
    if (!dragged || (!dragged.moved && Math.abs(event.clientY - dragged.y) < 5)) return;
    dragged.moved = true;
    document.getElementById(dragged.id)?.classList.add('dragged');
    mark(over(event.clientY));
  });
  on('pointerup', event => {
    const row = dragged?.moved && document.getElementById(dragged.id);
    const next = row && over(event.clientY);
    drop();
    if (row) move(row, next);
  });
  on('pointercancel', drop);
  on('keydown', event => { if (event.key === 'Escape' && dragged) drop(); }, true);
})();
