// The card of a request: panels below the answers, what must be read before it can be allowed, and questions.
'use strict';
(() => {
  const { one, all, on, isShown } = window.chorus;

  // One panel at a time. A repaint keeps the attribute (see HtmxConfig), so an open panel and what is typed in it stay.
  function open(card, name) {
    if (name) card.dataset.panel = name; else delete card.dataset.panel;
    for (const button of all('[data-opens]', card)) button.setAttribute('aria-expanded', String(button.dataset.opens === name));
    if (!name) return;
    const panel = one(`[data-panel-name="${name}"]`, card);
    panel?.dispatchEvent(new CustomEvent('chorus:open'));
    one('textarea, input:not([type="hidden"])', panel)?.focus({ preventScroll: true });
    panel?.scrollIntoView({ block: 'nearest' });
  }
  on('click', event => {
    const button = event.target.closest?.('[data-opens], [data-closes]');
    const card = button?.closest('.decision');
    if (!card) return;
    open(card, button.dataset.opens === card.dataset.panel ? null : button.dataset.opens);
    if (button.matches('[data-closes]')) one(`[data-opens="${button.dataset.closes}"]`, card)?.focus();
  });
  on('keydown', event => {
    const card = event.key === 'Escape' && event.target.closest?.('.decision[data-panel]');
    if (!card) return;
    const name = card.dataset.panel;
    open(card, null);
    one(`[data-opens="${name}"]`, card)?.focus();
    event.stopPropagation();
  }, true);

  // Folded text must have been opened before it can be allowed.
  // Neither can a request that just took another one's place: the finger was on its way to the old one.
  let shownCard = one('.decision')?.id;
  let freshUntil = 0;
  function unlock() {
    const card = one('.decision')?.id;
    if (card && shownCard && card !== shownCard) {
      freshUntil = Date.now() + 1000;
      setTimeout(unlock, 1050);
    }
    shownCard = card;
    for (const each of all('.decision')) {
      const unread = Date.now() < freshUntil || all('details[data-must-read]', each).some(fold => !fold.open && !fold.dataset.read);
      for (const button of all('[data-allow]', each)) button.disabled = unread;
    }
  }
  document.addEventListener('toggle', event => {
    if (event.target.matches?.('details[data-must-read]') && event.target.open) event.target.dataset.read = 'true';
    unlock();
  }, true);
  on('htmx:after:swap', () => {
    unlock();
    // What was fetched for a panel starts with its first rule chosen.
    one('[data-panel-name="always"] input[name="rule"]:checked')?.dispatchEvent(new Event('change', { bubbles: true }));
  });

  // A rule that Claude Code has no words for cannot be one of the project.
  on('change', event => {
    if (!event.target.matches?.('input[name="rule"]')) return;
    const form = event.target.form;
    const reaches = event.target.dataset.reaches.split(' ');
    for (const reach of all('input[name="reach"]', form)) {
      reach.disabled = !reaches.includes(reach.value);
      if (reach.disabled && reach.checked) one('input[name="reach"][value="task"]', form).checked = true;
    }
  });

  // Words of one's own choose their own place in a question.
  on('input', event => {
    const own = event.target.closest?.('.choice-own');
    const tick = own && one('input[type="radio"], input[type="checkbox"]', own);
    if (tick && event.target !== tick) tick.checked = event.target.value.trim().length > 0 || tick.checked;
  });
  on('change', event => {
    const own = event.target.closest?.('.choice-own');
    if (own && event.target.checked) one('input[type="text"]', own)?.focus();
  });
  window.chorus.choose = number => {
    const ticks = all('.decision .choice input[type="radio"], .decision .choice input[type="checkbox"]').filter(isShown);
    ticks[number - 1]?.click();
  };

  unlock();
})();
