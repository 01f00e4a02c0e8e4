// Cleans what is pasted into the boxes of form[data-autosave]: from Word and web pages come plain paragraphs and lines
// that start with "- ". Undo works, and the server cleans once more. Without scripts the server alone does.
const BLOCKS = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "TR", "UL", "OL", "TABLE", "SECTION", "ARTICLE"]);
const BULLET = /^[ \t\u00a0]*(?:[•·●▪◦‣∙○■□➢✓\uf0b7\uf0a7\uf0d8\uf0fc]|[o§Øü*\u2013\u2014-](?=[ \t\u00a0]))[ \t\u00a0]*/;

function textOf(node, lines) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      lines[lines.length - 1] += child.data.replace(/[\r\n\t ]+/g, " ");
    } else if (child.nodeName === "BR") {
      lines.push("");
    } else if (child.nodeName === "LI") {
      lines.push("- ");
      textOf(child, lines);
      lines.push("");
    } else if (BLOCKS.has(child.nodeName)) {
      lines.push("");
      textOf(child, lines);
      lines.push(/MsoList/.test(child.className) || child.nodeName === "TR" ? "" : "\n");
    } else if (child.nodeType === Node.ELEMENT_NODE && !["SCRIPT", "STYLE", "TITLE"].includes(child.nodeName)) {
      textOf(child, lines);
      if (["TD", "TH"].includes(child.nodeName)) {
        lines[lines.length - 1] += " ";
      }
    }
  }
  return lines;
}

function fromHtml(html) {
  // Without styles: the page's policy forbids them, and Word's hold nothing that we keep.
  const bare = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle=(?:"[^"]*"|'[^']*')/gi, "");
  const page = new DOMParser().parseFromString(bare, "text/html");
  return textOf(page.body, [""]).join("\n");
}

export function cleaned(text) {
  return text
    .normalize("NFC")
    .replace(/\r\n?|\v|\u2028/g, "\n")
    .replace(/\u2029/g, "\n\n")
    .replace(/[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\ufeff]/g, "")
    .split("\n")
    .map((line) => line.replace(BULLET, "- ").replace(/[\t\u00a0\u2007\u202f]+/g, " ").replace(/ {2,}/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^(- .*)\n\n(?=- )/gm, "$1\n")
    .trim();
}

document.addEventListener("paste", (event) => {
  const box = event.target.closest?.("form[data-autosave] textarea, form[data-clean-paste] textarea");
  if (!box || box.readOnly || box.disabled) {
    return;
  }
  const html = event.clipboardData.getData("text/html");
  const text = cleaned(html ? fromHtml(html) : event.clipboardData.getData("text/plain"));
  if (!text) {
    return;
  }
  event.preventDefault();
  // insertText is the one way that keeps the browser's undo.
  if (!document.execCommand("insertText", false, text)) {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
