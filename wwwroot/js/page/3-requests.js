// Requests: every change carries the key that was handed over at the login; a failed one is told, never swapped in.
'use strict';
(() => {
  const { one, on, toast, logIn, problemOf, kept, keyName } = window.chorus;

  on('htmx:config:request', event => {
    const request = event.detail.ctx.request;
    if (request.method === 'GET') return;
    const key = kept.read(keyName);
    if (key) {
      request.headers['X-Chorus-Key'] = key;
    } else {
      event.preventDefault();
      toast('This browser is not logged in. ', true, logIn);
    }
  });

  on('htmx:after:request', event => {
    const { response, request, sourceElement, text } = event.detail.ctx;
    if (!response) return;
    if (response.status === 401) return location.assign('/login');
    if (sourceElement.id === 'live') return response.status >= 400 ? window.chorus.connectAgain() : undefined;
    if (response.status >= 400) return toast(problemOf(text, response.status), true);
    if (request.method === 'GET') return;
    const next = sourceElement.dataset.next || (response.status === 201 && response.headers.get('Location'));
    sourceElement.dispatchEvent(new CustomEvent('chorus:done', { bubbles: true }));
    if (next) return location.assign(next);
    if (sourceElement.matches('[data-reset]')) sourceElement.reset();
    if (sourceElement.dataset.done) toast(sourceElement.dataset.done);
    sourceElement.closest('details.menu')?.removeAttribute('open');
  });

  on('htmx:error', event => {
    const { ctx } = event.detail;
    if (ctx?.sourceElement?.id === 'live') window.chorus.connectAgain();
    else if (ctx) toast('Chorus does not answer. Nothing was changed.', true);
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
})();
