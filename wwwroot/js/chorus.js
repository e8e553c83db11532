// What the pages need beyond htmx: the key that changes carry, login, toasts, keys, ages, the stale banner.
'use strict';
(() => {
  const keyName = 'chorus-key';
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (event, handler) => document.addEventListener(event, handler);
  const isShown = element => element?.checkVisibility?.() ?? false;

  // Toasts: one line each, gone by themselves; problems stay longer and can be clicked away.
  function toast(text, isProblem = false, href = null) {
    const line = document.createElement('p');
    line.className = 'toast';
    line.append(text);
    if (isProblem) line.dataset.problem = 'true';
    if (href) line.append(Object.assign(document.createElement('a'), { href, textContent: 'Log in' }));
    line.addEventListener('click', () => line.remove());
    one('#toast').replaceChildren(line);
    setTimeout(() => line.remove(), isProblem ? 12000 : 4000);
  }

  function problemOf(text, status) {
    try {
      const problem = JSON.parse(text);
      return problem.detail || problem.title || `Chorus answered ${status}.`;
    } catch {
      const plain = new DOMParser().parseFromString(text || '', 'text/html').body.textContent.trim();
      return plain.slice(0, 300) || `Chorus answered ${status}.`;
    }
  }

  // Login: by form, or by a one-time code in the fragment, which never reaches a log.
  async function logIn(body, show) {
    try {
      const answer = await fetch('/login', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) return show(problemOf(await answer.text(), answer.status));
      const { key, next } = await answer.json();
      localStorage.setItem(keyName, key);
      location.replace(typeof next === 'string' && /^\/(?![\/\\])/.test(next) ? next : '/');
    } catch {
      show('Chorus does not answer. Is it running?');
    }
  }

  const browserName = () => {
    const agent = navigator.userAgent;
    const browser = ['Firefox', 'Edg', 'Chrome', 'Safari'].find(name => agent.includes(name)) || 'Browser';
    const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'Linux'].find(name => agent.includes(name)) || '';
    return `${browser.replace('Edg', 'Edge')}${system && ` on ${system}`}`;
  };

  function startLogin() {
    const form = one('#login');
    const show = text => {
      const place = one('#login-problem');
      if (place) place.textContent = text; else toast(text, true, '/login');
      all('button', form ?? document.createElement('p')).forEach(button => { button.disabled = false; });
    };
    if (form) {
      form.elements.name.placeholder = browserName();
      form.addEventListener('submit', event => {
        event.preventDefault();
        one('button', form).disabled = true;
        logIn({ token: form.elements.token.value.trim(), name: form.elements.name.value.trim() || browserName() }, show);
      });
    }
    const code = /^#code=(.+)$/.exec(location.hash)?.[1];
    if (code) {
      history.replaceState(null, '', location.pathname + location.search);
      logIn({ code: decodeURIComponent(code), name: browserName() }, show);
    }
  }

  // Requests: every change carries the key; a failed one is told, never swapped in.
  on('htmx:config:request', event => {
    const request = event.detail.ctx.request;
    if (request.method === 'GET') return;
    const key = localStorage.getItem(keyName);
    if (key) {
      request.headers['X-Chorus-Key'] = key;
    } else {
      event.preventDefault();
      toast('This browser is not logged in. ', true, '/login');
    }
  });
  on('htmx:after:request', event => {
    const { response, request, sourceElement, text } = event.detail.ctx;
    if (!response) return;
    if (response.status === 401) return location.assign('/login');
    if (response.status >= 400 && sourceElement.id === 'live') return connectAgain();
    if (response.status >= 400) return toast(problemOf(text, response.status), true);
    if (request.method === 'GET') return;
    const next = sourceElement.dataset.next || (response.status === 201 && response.headers.get('Location'));
    if (next) return location.assign(next);
    if (sourceElement.matches('[data-reset]')) sourceElement.reset();
    if (sourceElement.dataset.done) toast(sourceElement.dataset.done);
    sourceElement.closest('details.menu')?.removeAttribute('open');
  });
  on('htmx:error', event => {
    const { ctx } = event.detail;
    if (ctx?.sourceElement?.id === 'live') {
      connectAgain();
    } else if (ctx) {
      toast('Chorus does not answer. Nothing was changed.', true);
    }
  });
  on('htmx:confirm', event => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    event.preventDefault();
    const dialog = one('#confirm');
    one('#confirm-text').textContent = ctx.confirm;
    dialog.returnValue = '';
    dialog.addEventListener('close', () => (dialog.returnValue === 'yes' ? issueRequest : dropRequest)(), { once: true });
    dialog.showModal();
  });

  // The stream: a banner only after a second without it, so that a quick reconnect stays silent.
  let staleTimer = 0;
  function isStale(stale) {
    clearTimeout(staleTimer);
    const banner = one('#stale');
    if (!banner) return;
    if (stale) staleTimer = setTimeout(() => { banner.hidden = false; }, 1000);
    else banner.hidden = true;
  }
  function connectAgain() {
    isStale(true);
    setTimeout(() => window.htmx.process(one('#live'), true), 2000);
  }
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

  // After a repaint: ages, the count in the title, and what an inbox does when its decision is taken.
  let hadDecision = Boolean(one('#decision article'));
  let lastCount = one('#bar-status')?.dataset.count;
  function afterSwap() {
    tick();
    unlock();
    const { view, title } = document.body.dataset;
    const count = one('#bar-status')?.dataset.count ?? '0';
    document.title = `${count === '0' ? '' : `(${count}) `}${title} · Chorus`;
    const hasDecision = Boolean(one('#decision article'));
    if (view === 'inbox' && ((hadDecision && !hasDecision) || (!one('#decision') && count !== lastCount))) location.assign('/permissions');
    hadDecision = hasDecision;
    lastCount = count;
  }
  on('htmx:after:swap', afterSwap);

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
    for (const card of all('.decision')) {
      const unread = Date.now() < freshUntil || all('details[data-must-read]', card).some(fold => !fold.open && !fold.dataset.read);
      for (const button of all('[data-allow]', card)) button.disabled = unread;
    }
  }
  document.addEventListener('toggle', event => {
    if (event.target.matches?.('details[data-must-read]') && event.target.open) event.target.dataset.read = 'true';
    unlock();
  }, true);

  // Keys. One that is also a letter never fires while text is being written.
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
    m: () => { press('[data-deny-message]'); one('.decision details[open] textarea')?.focus(); },
    c: () => location.assign('/tasks/new'),
    i: () => press('button[data-key="i"]'),
    r: () => one('#message')?.focus(),
    j: () => step(1),
    k: () => step(-1),
  };
  on('keydown', event => {
    const field = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && field?.form) {
      event.preventDefault();
      field.form.requestSubmit();
    } else if (event.key === 'Escape') {
      all('details.menu[open], .decision details.reply[open]').forEach(fold => fold.removeAttribute('open'));
      field?.blur();
    } else if (!field && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && !one('dialog[open]') && one('#live') && actions[event.key]) {
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
      localStorage.setItem('chorus-theme', root.dataset.theme);
    }
    for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.removeAttribute('open');
  });

  startLogin();
  tick();
  unlock();
  setInterval(tick, 1000);
})();
