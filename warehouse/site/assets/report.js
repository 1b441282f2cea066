"use strict";
// The page works without this script. It adds: filters of the table, arrow keys between figures, words found by a search.
(() => {
  const figures = document.querySelector(".figures");
  const choose = figures.querySelector(".choose");
  if (choose) {
    choose.hidden = false;
    choose.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      figures.dataset.show = button.dataset.show;
      for (const other of choose.children) other.setAttribute("aria-pressed", String(other === button));
    });
  }

  // Where the table scrolls by itself, beside the text, it follows to the row of the figure that was gone to.
  const follow = (row) => {
    for (const other of figures.querySelectorAll(".here")) other.classList.remove("here");
    if (!row) return;
    row.classList.add("here");
    if (figures.scrollHeight > figures.clientHeight) figures.scrollTop += row.getBoundingClientRect().top - figures.getBoundingClientRect().top - figures.clientHeight / 2;
  };

  // A link into a filtered table must still arrive.
  const arrive = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (target.matches("tr") && !target.offsetParent) choose.querySelector("[data-show=all]").click();
    // Focus follows, so that the next Tab or arrow goes on from here.
    const link = target.matches("a") ? target : target.closest("a") || target.querySelector("a");
    if (link) link.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
    follow(target.id.startsWith("t-") ? document.getElementById(`r-${target.id.slice(2)}`) : null);
  };
  addEventListener("hashchange", arrive);
  addEventListener("load", () => location.hash && arrive());

  // Where the table stands far below the text, a tap on a figure shows its row at the foot of the screen: the text stays where it is.
  const narrow = matchMedia("(max-width: 61.99rem)");
  const sheet = document.body.appendChild(Object.assign(document.createElement("aside"), { className: "sheet", hidden: true }));
  sheet.setAttribute("aria-label", "这个数字");
  sheet.setAttribute("aria-live", "polite");
  const showRow = (link) => {
    const row = document.getElementById(link.hash.slice(1));
    if (!row) return false;
    const [quote, what, value] = [...row.cells].map((cell) => cell.cloneNode(true));
    const head = Object.assign(document.createElement("p"), { className: "row" });
    const close = Object.assign(document.createElement("button"), { type: "button", textContent: "关闭" });
    close.addEventListener("click", () => {
      sheet.hidden = true;
      link.focus({ preventScroll: true });
    });
    head.append(Object.assign(document.createElement("b"), { textContent: quote.textContent }), close);
    const lines = [what, value].map((cell) => {
      const line = document.createElement("p");
      for (const child of [...cell.childNodes]) line.append(child, " ");
      return line;
    });
    const to = Object.assign(document.createElement("a"), { href: link.hash, textContent: "在数字表中看" });
    to.addEventListener("click", () => (sheet.hidden = true));
    sheet.replaceChildren(head, ...lines, to);
    sheet.hidden = false;
    return true;
  };
  document.querySelector("article").addEventListener("click", (event) => {
    const link = event.target.closest(".n");
    if (link && narrow.matches && showRow(link)) event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") sheet.hidden = true;
  });

  const move = (event, list, back, forth) => {
    const step = event.key === back ? -1 : event.key === forth ? 1 : 0;
    const links = [...document.querySelectorAll(list)].filter((link) => link.offsetParent);
    const next = step && links[links.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.matches("article .n")) move(event, "article .n", "ArrowLeft", "ArrowRight");
    else if (event.target.matches(".figures td:first-child a")) move(event, ".figures td:first-child a", "ArrowUp", "ArrowDown");
  });

  // ?q=… from the search page: show the words and go to the first, unless an anchor says where to go.
  const words = (new URLSearchParams(location.search).get("q") || "").split(/\s+/).filter(Boolean);
  if (words.length && window.Highlight) {
    const ranges = [];
    const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      nodes.push([text.length, walker.currentNode]);
      text += walker.currentNode.data;
    }
    const place = (offset) => {
      let low = 0;
      let high = nodes.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (nodes[middle][0] <= offset) low = middle;
        else high = middle - 1;
      }
      return [nodes[low][1], offset - nodes[low][0]];
    };
    const folded = text.toLowerCase();
    for (const word of words) {
      const sought = word.toLowerCase();
      for (let at = folded.indexOf(sought); at >= 0 && ranges.length < 2000; at = folded.indexOf(sought, at + 1)) {
        const range = new Range();
        range.setStart(...place(at));
        const [node, offset] = place(at + sought.length - 1);
        range.setEnd(node, offset + 1);
        ranges.push(range);
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
    ranges.sort((one, other) => one.compareBoundaryPoints(Range.START_TO_START, other));
    if (ranges.length && !location.hash) ranges[0].startContainer.parentElement.scrollIntoView({ block: "center" });
  }
})();
