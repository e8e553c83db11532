// Login: by form, or by a one-time code in the fragment, which never reaches a log.
'use strict';
(() => {
  const { one, all, toast, logIn, problemOf, kept, keyName } = window.chorus;

  async function send(body, show) {
    try {
      const answer = await fetch('/login', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) return show(problemOf(await answer.text(), answer.status));
      const { key, next } = await answer.json();
      kept.write(keyName, key);
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

  const form = one('#login');
  const show = text => {
    const place = one('#login-problem');
    if (place) place.textContent = text; else toast(text, true, logIn);
    if (form) all('button', form).forEach(button => { button.disabled = false; });
  };
  if (form) {
    form.elements.name.placeholder = browserName();
    form.addEventListener('submit', event => {
      event.preventDefault();
      one('button', form).disabled = true;
      send({ token: form.elements.token.value.trim(), name: form.elements.name.value.trim() || browserName() }, show);
    });
  }
  const code = /^#code=(.+)$/.exec(location.hash)?.[1];
  if (code) {
    history.replaceState(null, '', location.pathname + location.search);
    send({ code: decodeURIComponent(code), name: browserName() }, show);
  }
})();
