// Beside htmx, which saves a form[data-autosave] while one types: counts the savings of this page, and when one
// fails says so, keeps the text on the page and tries again. Without scripts the form's buttons save.
const form = document.querySelector("form[data-autosave]");
const line = document.getElementById("saved");
const AGAIN_AFTER = 15_000; // milliseconds
const KEPT = "Your text is still on this page.";

let state = "fine"; // fine, failed, signed-out
let waiting;
let leaving = false;

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
  link.target = "_blank";
  link.rel = "noopener";
  link.className = "govuk-link";
  link.textContent = "Sign in again in a new tab";
  fail("signed-out", `Not saved: you are signed out. ${KEPT} `, link, ", then come back here. It is saved as soon as you do.");
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
    state = "fine";
  }
});

form.addEventListener("htmx:responseError", (event) => {
  fail("failed", `Not saved yet. ${KEPT} We will try again.`);
  if (event.detail.xhr.status === 403) {
    renewKey();
  } else {
    tryLater();
  }
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  form.addEventListener(name, () => {
    fail("failed", `Not saved yet: the connection is down. ${KEPT} We will try again.`);
    tryLater();
  });
}

window.addEventListener("focus", () => {
  if (state !== "fine") {
    tryAgain();
  }
});

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
