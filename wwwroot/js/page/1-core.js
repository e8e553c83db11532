// What every part of the page's script uses: finding elements, toasts, the words of a problem.
'use strict';
window.chorus = (() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (event, handler, capture = false) => document.addEventListener(event, handler, capture);
  const isShown = element => element?.checkVisibility?.() ?? false;

  // Toasts: one line each, gone by themselves; problems stay longer. Any can be clicked away.
  function toast(text, isProblem = false, link = null) {
    const line = document.createElement('p');
    line.className = 'toast';
    line.append(text);
    if (isProblem) line.dataset.problem = 'true';
    if (link) line.append(Object.assign(document.createElement('a'), link));
    line.addEventListener('click', () => line.remove());
    one('#toast').replaceChildren(line);
    setTimeout(() => line.remove(), isProblem ? 12000 : 4000);
  }
  const logIn = { href: '/login', textContent: 'Log in' };

  function problemOf(text, status) {
    try {
      const problem = JSON.parse(text);
      return problem.detail || problem.title || `Chorus answered ${status}.`;
    } catch {
      const plain = new DOMParser().parseFromString(text || '', 'text/html').body.textContent.trim();
      return plain.slice(0, 300) || `Chorus answered ${status}.`;
    }
  }

  // What a browser may refuse to keep (private windows, a full disk) is not worth an error.
  const kept = {
    read(name) { try { return localStorage.getItem(name); } catch { return null; } },
    write(name, text) {
      try { if (text) localStorage.setItem(name, text); else localStorage.removeItem(name); } catch { /* Then it is forgotten. */ }
    },
  };

  return { one, all, on, isShown, toast, logIn, problemOf, kept, keyName: 'chorus-key' };
})();
