// Passkeys: asks the device, puts its answer into the form, and sends it. The server checks everything.
// A form with data-passkey ("create" or "get") is shown only where the browser knows passkeys.
(() => {
  const forms = document.querySelectorAll("form[data-passkey]");
  const isAble = Boolean(window.PublicKeyCredential && window.webauthnJSON);

  async function options(form) {
    if (form.dataset.passkey === "create") {
      return JSON.parse(document.getElementById("passkey-options").textContent).creation_options;
    }
    const answer = await fetch(form.dataset.challenge, { headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) {
      throw new Error(told.fault);
    }
    return told.request_options;
  }

  async function ask(form) {
    const wanted = await options(form);
    return form.dataset.passkey === "create" ? window.webauthnJSON.create(wanted) : window.webauthnJSON.get(wanted);
  }

  function complain(form, shown) {
    for (const words of form.querySelectorAll("[data-passkey-fault]")) {
      words.hidden = words.dataset.passkeyFault !== shown;
    }
  }

  async function send(event) {
    event.preventDefault();
    const form = event.target;
    complain(form, "");
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch (fault) {
      complain(form, fault.name === "InvalidStateError" ? "known" : "failed");
    }
  }

  for (const form of forms) {
    if (isAble) {
      form.hidden = false;
      form.addEventListener("submit", send);
    }
  }
  if (isAble) {
    for (const words of document.querySelectorAll("[data-passkey-missing]")) {
      words.hidden = true;
    }
  }
})();
