// Starts the design system on the page, and on each fragment that htmx brings later.
const { initAll } = await import(document.getElementById("govuk-frontend").href);

initAll();
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) {
    initAll({ scope: event.detail.elt });
  }
});
