// Beside htmx, which saves a form[data-autosave] while one types: counts the savings of this page, and when one
// fails says so, keeps the text on the page and tries again. Without scripts the form's buttons save.
const form = document.querySelector("form[data-autosave]");
const line = document.getElementById("saved");
const AGAIN_AFTER = 15_000; // milliseconds

let state = "fine"; // fine, failed, signed-out, refused
let waiting;
let leaving = false;

// kept.js says on the form whether it keeps the text on the device too.
function kept() {
  return form.dataset.keptNow ? "Your text is still on this page and kept on this device." : "Your text is still on this page.";
}

function fail(next, ...content) {
  state = next;
  const text = document.createElement("span");
  text.className = "app-saved--problem";
  text.append(...content);
  line.replaceChildren(text);
}

function tryAgain() {
  clearTimeout(waiting);
  htmx.trigger(form, "retry");
}

function tryLater() {
  clearTimeout(waiting);
  waiting = setTimeout(tryAgain, AGAIN_AFTER);
}

function signedOut(signIn) {
  const link = document.createElement("a");
  const address = new URL(signIn);
  address.search = new URLSearchParams({ next: location.pathname });
  link.href = address.href;
  link.className = "govuk-link";
  if (form.dataset.keptNow) {
    link.textContent = "Sign in again";
    link.addEventListener("click", () => {
      leaving = true;
    });
    fail("signed-out", `Not saved: you are signed out. ${kept()} `, link, ": you come back here, and it is put in.");
    return;
  }
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in again in a new tab";
  fail("signed-out", `Not saved: you are signed out. ${kept()} `, link, ", then come back here. It is saved as soon as you do.");
}

// Signing in again gives the browser a new key for its forms; fetch it from a fresh copy of this page.
async function renewKey() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
    signedOut(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const key = page.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]");
  const own = form.elements.namedItem("csrfmiddlewaretoken");
  if (key && key.value !== own.value) {
    own.value = key.value;
    tryAgain();
  } else {
    tryLater();
  }
}

function nextTurn() {
  const turn = form.elements.namedItem("turn");
  if (turn) {
    turn.value = Number(turn.value || 0) + 1;
  }
  return turn;
}

form.addEventListener("htmx:configRequest", (event) => {
  clearTimeout(waiting);
  const turn = nextTurn();
  if (turn) {
    event.detail.parameters.turn = turn.value;
  }
});

form.addEventListener("htmx:beforeSwap", (event) => {
  const answer = event.detail.xhr;
  if (answer.responseURL && new URL(answer.responseURL).pathname !== event.detail.requestConfig.path) {
    event.detail.shouldSwap = false;
    signedOut(answer.responseURL);
  } else if (answer.status < 400) {
    // What was not saved (a newer text, one that is too long) is said in the answer.
    const refused = answer.responseText.includes("app-saved--problem");
    state = refused ? "refused" : "fine";
    if (!refused) {
      form.dispatchEvent(new CustomEvent("saved")); // for kept.js
    }
  }
});

function offline() {
  fail("failed", `Not saved yet: the connection is down. ${kept()} We will try again.`);
}

form.addEventListener("htmx:beforeRequest", (event) => {
  if (!navigator.onLine) {
    event.preventDefault();
    offline();
  }
});

form.addEventListener("htmx:responseError", (event) => {
  fail("failed", `Not saved yet. ${kept()} We will try again.`);
  if (event.detail.xhr.status === 403) {
    renewKey().catch(tryLater);
  } else {
    tryLater();
  }
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  form.addEventListener(name, () => {
    offline();
    tryLater();
  });
}

for (const name of ["focus", "online"]) {
  window.addEventListener(name, () => {
    if (state !== "fine") {
      tryAgain();
    }
  });
}

form.addEventListener("submit", (event) => {
  if (state === "signed-out") {
    event.preventDefault();
    tryAgain();
    return;
  }
  leaving = true;
  nextTurn();
});

window.addEventListener("beforeunload", (event) => {
  if (state !== "fine" && !leaving) {
    event.preventDefault();
  }
});

// On a slow connection somebody types before this script runs: that is saved as if it were typed now.
function differs(box) {
  if (box.type === "checkbox" || box.type === "radio") {
    return box.checked !== box.defaultChecked;
  }
  if (box instanceof HTMLSelectElement) {
    return box.selectedIndex !== Math.max(0, [...box.options].findIndex((option) => option.defaultSelected));
  }
  return box.value !== box.defaultValue;
}

window.addEventListener("load", () => {
  if ([...form.querySelectorAll("input, select, textarea")].some(differs)) {
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
