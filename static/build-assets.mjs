// Rebuilds static/vendor/ and tests/journeys/vendor/ from the packages named in package.json.
//
//     npm ci && node build-assets.mjs        (in this folder)
//
// What it writes is committed, so that neither the server nor a newcomer needs Node. The same
// packages give the same bytes: run it twice, or on another machine, and nothing changes.
// Royal arms, GOV.UK's own font and source maps are left out; tests/hlp/test_assets.py checks.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const vendor = join(here, "vendor");
const testVendor = join(here, "..", "tests", "journeys", "vendor");

const family = "Source Sans 3";
const weights = [400, 600, 700];
const subsets = ["latin-ext", "latin"];

const version = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;
const withoutMaps = (text) => text.replace(/\/[/*]# sourceMappingURL=\S+(\s*\*\/)?/g, "").trimEnd() + "\n";
const fontFile = (subset, weight) => `source-sans-3-${subset}-${weight}-normal.woff2`;

function emptyFolder(path) {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
}

function fontFaces() {
  const ranges = JSON.parse(readFileSync(join(modules, "@fontsource/source-sans-3/unicode.json"), "utf8"));
  const face = (subset, weight) =>
    `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;` +
    `src:url("fonts/${fontFile(subset, weight)}") format("woff2");unicode-range:${ranges[subset]}}`;
  return weights.flatMap((weight) => subsets.map((subset) => face(subset, weight))).join("\n");
}

function buildStyles() {
  const options = { style: "compressed", loadPaths: [modules], charset: false, quietDeps: true };
  const { css } = sass.compile(join(here, "govuk.scss"), options);
  const banner = `/* govuk-frontend ${version("govuk-frontend")}, compiled by build-assets.mjs. Do not edit. */`;
  writeFileSync(join(vendor, "govuk.css"), withoutMaps([banner, fontFaces(), css].join("\n")));
}

function copyScripts() {
  const script = readFileSync(join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), "utf8");
  writeFileSync(join(vendor, "govuk.js"), withoutMaps(script));
  const axe = readFileSync(join(modules, "axe-core/axe.min.js"), "utf8");
  writeFileSync(join(testVendor, "axe.min.js"), withoutMaps(axe));
}

function copyFonts() {
  const source = join(modules, "@fontsource/source-sans-3");
  mkdirSync(join(vendor, "fonts"));
  for (const weight of weights) {
    for (const subset of subsets) {
      const name = fontFile(subset, weight);
      cpSync(join(source, "files", name), join(vendor, "fonts", name));
    }
  }
  cpSync(join(source, "LICENSE"), join(vendor, "fonts", "OFL.txt"));
}

emptyFolder(vendor);
emptyFolder(testVendor);
buildStyles();
copyScripts();
copyFonts();
