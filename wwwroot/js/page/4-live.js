// The stream that keeps a page current, and what follows a repaint: ages, counts in title and icon.
'use strict';
(() => {
  const { one, all, on } = window.chorus;

  // A banner only after a second without the stream, so that a quick reconnect stays silent.
  let staleTimer = 0;
  function isStale(stale) {
    clearTimeout(staleTimer);
    const banner = one('#stale');
    if (!banner) return;
    if (stale) staleTimer = setTimeout(() => { banner.hidden = false; }, 1000);
    else banner.hidden = true;
  }
  window.chorus.connectAgain = () => {
    isStale(true);
    setTimeout(() => window.htmx.process(one('#live'), true), 2000);
  };
  // Another stream for the same page: the old one is ended with its element.
  window.chorus.connect = url => {
    const old = one('#live');
    const next = old.cloneNode(false);
    next.removeAttribute('data-htmx-powered');
    next.setAttribute('hx-sse:connect', url);
    old._htmx?.sse?.reader?.cancel();
    old.replaceWith(next);
    window.htmx.process(next);
  };
  on('htmx:sse:error', event => {
    if (event.detail.status === 401) return location.assign('/login');
    isStale(true);
  });
  on('htmx:sse:after:connection', () => isStale(false));
  on('htmx:sse:close', event => { if (event.detail.reason === 'ended') isStale(true); });
  on('htmx:before:swap', event => {
    // White space around a fragment would pile up beside its target.
    for (const task of event.detail.tasks ?? []) {
      for (const node of [...task.fragment.childNodes]) if (node.nodeType === Node.TEXT_NODE && !node.data.trim()) node.remove();
    }
  });

  // The same words as Ages.cs.
  function age(seconds) {
    if (seconds < 60) return `${Math.max(0, seconds)} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
    return seconds < 172800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} days`;
  }
  function tick() {
    for (const time of all('time[data-age]')) {
      const seconds = Math.floor((Date.now() - Date.parse(time.dateTime)) / 1000);
      const words = age(seconds);
      if (time.textContent !== words) time.textContent = words;
      if (time.closest('.ask')) time.classList.toggle('late', seconds >= 600);
    }
    for (const time of all('time[data-clock]')) {
      const clock = new Date(time.dateTime).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
      if (time.textContent !== clock) time.textContent = clock;
    }
  }

  // How many need you: in the title, and on the icon of the tab.
  const icon = one('link[rel="icon"]');
  const plainIcon = icon?.href;
  function mark(count) {
    const { title } = document.body.dataset;
    document.title = `${count > 0 ? `(${count}) ` : ''}${title} · Chorus`;
    if (!icon) return;
    const text = count > 99 ? '99+' : `${count}`;
    const badge = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="16" fill="#b85000"/><text x="16" y="22.5" font-family="sans-serif" font-weight="700" font-size="${text.length > 2 ? 14 : 19}" text-anchor="middle" fill="#fff">${text}</text></svg>`;
    const href = count > 0 ? `data:image/svg+xml,${encodeURIComponent(badge)}` : plainIcon;
    if (icon.href !== href) icon.href = href;
  }

  let hadDecision = Boolean(one('#decision article'));
  let lastCount = one('#bar-status')?.dataset.count;
  function afterSwap() {
    tick();
    const count = one('#bar-status')?.dataset.count ?? '0';
    mark(Number(count));
    const hasDecision = Boolean(one('#decision article'));
    // The inbox goes on to the next question by itself.
    if (document.body.dataset.view === 'inbox' && ((hadDecision && !hasDecision) || (!one('#decision') && count !== lastCount))) location.assign('/permissions');
    hadDecision = hasDecision;
    lastCount = count;
  }
  on('htmx:after:swap', afterSwap);

  tick();
  if (one('#bar-status')) mark(Number(one('#bar-status').dataset.count));
  setInterval(tick, 1000);
})();
