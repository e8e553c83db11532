// Keys. One that is also a letter never fires while text is being written.
'use strict';
(() => {
  const { one, all, on, isShown, choose } = window.chorus;

  const press = selector => all(selector).find(element => isShown(element) && !element.matches(':disabled'))?.click();
  const rows = () => all('#list a.ask, #list a.row').filter(isShown);
  function step(by) {
    const links = rows();
    const at = links.findIndex(link => link === document.activeElement || (!links.includes(document.activeElement) && link.hasAttribute('aria-current')));
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  }
  function nextThatNeedsYou() {
    const asks = all('#inbox-list a.ask');
    const at = asks.findIndex(link => link.hasAttribute('aria-current'));
    if (asks.length > 0) asks[(at + 1) % asks.length].click(); else press('#bar-status a.lit');
  }
  const actions = {
    '?': () => one('#keys')?.showModal(),
    n: nextThatNeedsYou,
    a: () => press('[data-allow]'),
    d: () => press('[data-deny]'),
    m: () => press('[data-opens="deny"]'),
    w: () => press('[data-opens="always"]'),
    e: () => press('[data-opens="change"]'),
    c: () => location.assign('/tasks/new'),
    i: () => press('button[data-key="i"]'),
    x: () => press('#do-st-done, #list li:has([aria-current]) [data-dismiss]'),
    f: () => press('summary[data-key="f"]'),
    r: () => one('#message')?.focus(),
    '/': () => one('#filter-text')?.select(),
    v: () => press('[data-view-switch]'),
    j: () => step(1),
    k: () => step(-1),
  };
  on('keydown', event => {
    const field = event.target.closest?.('input:not([type="radio"]):not([type="checkbox"]), textarea, select, [contenteditable]');
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const form = field?.form ?? event.target.closest?.('form') ?? (field ? null : one('.decision form[data-questions]'));
      if (!form) return;
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === 'Escape') {
      all('details.menu[open]').forEach(fold => fold.removeAttribute('open'));
      field?.blur();
    } else if (!field && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && !one('dialog[open]') && one('#live')) {
      if (/^[1-9]$/.test(event.key)) return choose(Number(event.key));
      if (!actions[event.key]) return;
      event.preventDefault();
      actions[event.key]();
    }
  });

  on('click', event => {
    const target = event.target.closest?.('[data-theme-switch], [data-help]');
    if (target?.matches('[data-help]')) one('#keys').showModal();
    if (target?.matches('[data-theme-switch]')) {
      const root = document.documentElement;
      const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = isDark ? 'light' : 'dark';
      window.chorus.kept.write('chorus-theme', root.dataset.theme);
    }
    for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.removeAttribute('open');
  });
})();
