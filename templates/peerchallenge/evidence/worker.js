// Opens the page of evidence notes without a connection. Keeps an empty page and what it is drawn with, nothing of
// anybody's: every other answer goes past it.
const CACHE = "evidence-{{ version }}";
const SHELL = "{{ shell|escapejs }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PAGE = /\/evidence\/\d+\/$/;
const PATIENCE = 8000; // milliseconds for a page to begin

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll([SHELL, ...FILES].map((file) => new Request(file, { cache: "reload" })))),
  );
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("evidence-") && name !== CACHE);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

async function page(request) {
  const shell = await caches.match(SHELL, { cacheName: CACHE });
  try {
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const answer = await Promise.race([fetch(request), late]);
    return answer && answer.status < 500 ? answer : (shell ?? fetch(request));
  } catch (problem) {
    if (shell) {
      return shell;
    }
    throw problem;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    if (PAGE.test(pathname)) {
      event.respondWith(page(request));
    }
  } else if (FILES.includes(pathname)) {
    event.respondWith(caches.match(request, { cacheName: CACHE }).then((kept) => kept ?? fetch(request)));
  }
});
