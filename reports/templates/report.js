// Filters, sorting and links to findings. The report is complete without it.
(() => {
  "use strict";
  const list = document.getElementById("list");
  const tools = document.getElementById("tools");
  const marks = [...document.querySelectorAll("nav a")];

  // The contents follow the reader.
  if ("IntersectionObserver" in window) {
    const seen = new Set();
    const heads = [...document.querySelectorAll("main > section")];
    const watch = new IntersectionObserver((entries) => {
      for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
      const current = heads.find((head) => seen.has(head));
      for (const mark of marks) {
        const here = current && mark.hash === "#" + current.getAttribute("aria-labelledby");
        here ? mark.setAttribute("aria-current", "true") : mark.removeAttribute("aria-current");
      }
    }, { rootMargin: "-10% 0px -60% 0px" });
    heads.forEach((head) => watch.observe(head));
  }
  // What scrolls sideways is reached by keyboard too.
  for (const box of document.querySelectorAll(".wide")) if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  if (!list || !tools) return;

  const items = [...list.querySelectorAll("article")];
  const home = new Map(items.map((item) => [item, item.parentElement]));
  const CHUNK = 50;
  const steps = [...list.querySelectorAll(".step")];
  const shown = document.getElementById("shown");
  const form = tools.elements;
  const texts = new Map();
  const field = (name) => (form[name] ? form[name].value : "");
  const text = (item) => {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
    return texts.get(item);
  };
  tools.hidden = false;

  const filter = () => {
    const levels = new Set([...tools.querySelectorAll("[name=s]:checked")].map((box) => box.value));
    const category = field("c"), site = field("t");
    const words = field("q").toLowerCase().split(/\s+/).filter(Boolean);
    let cards = 0, findings = 0;
    for (const item of items) {
      const data = item.dataset;
      const fits = levels.has(data.s) && (!category || data.c === category) && (!site || data.t === site)
        && words.every((word) => text(item).includes(word));
      if (item.hidden === fits) item.hidden = !fits;
      if (fits) { cards += 1; findings += Number(data.n); }
    }
    for (const box of list.querySelectorAll(".chunk")) {
      let height = 0;
      for (const item of box.children) if (!item.hidden) height += item.className.startsWith("row") ? 84 : 320;
      box.hidden = !height;
      box.style.containIntrinsicBlockSize = `auto ${height}px`;
    }
    for (const step of steps) step.hidden = !step.querySelector(".chunk:not([hidden])");
    shown.value = cards ? `显示 ${cards} 项，共 ${findings} 条线索` : "没有符合条件的线索";
  };

  const compare = {
    d: (a, b) => b.dataset.d - a.dataset.d || a.dataset.i - b.dataset.i,
    n: (a, b) => b.dataset.n - a.dataset.n || a.dataset.i - b.dataset.i,
    t: (a, b) => a.dataset.t.localeCompare(b.dataset.t, "zh") || a.dataset.i - b.dataset.i,
  };
  let order = "";
  const flat = [];
  const sort = () => {
    if (field("o") === order) return;
    order = field("o");
    list.classList.toggle("flat", Boolean(order));
    if (order) {
      const sorted = [...items].sort(compare[order]);
      for (let at = 0; at < sorted.length; at += CHUNK) {
        const box = flat[at / CHUNK] ??= Object.assign(document.createElement("div"), { className: "chunk" });
        box.append(...sorted.slice(at, at + CHUNK));
      }
      list.append(...flat);
    } else {
      items.forEach((item) => home.get(item).append(item));
      flat.forEach((box) => box.remove());
    }
  };

  let timer = 0;
  const refresh = () => { sort(); filter(); };
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("change", refresh);
  tools.addEventListener("input", (event) => {
    if (event.target.name !== "q") return;
    clearTimeout(timer);
    timer = setTimeout(filter, 150);
  });
  tools.addEventListener("reset", () => setTimeout(refresh));

  // A link to a finding opens it, whatever the filters hide.
  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const item = target && target.closest("article");
    if (!item) return;
    if (item.hidden) { tools.reset(); sort(); filter(); }
    const details = item.querySelector("details");
    if (details && target !== item) details.open = true;
    requestAnimationFrame(() => target.scrollIntoView({ block: "center" }));
  };
  addEventListener("hashchange", open);

  list.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    const link = location.href.split("#")[0] + "#" + button.dataset.copy;
    const done = (word) => {
      button.textContent = word;
      setTimeout(() => { button.textContent = "复制链接"; }, 1500);
    };
    const fallback = () => { location.hash = button.dataset.copy; done("见地址栏"); };
    navigator.clipboard ? navigator.clipboard.writeText(link).then(() => done("已复制"), fallback) : fallback();
  });

  // Paper shows everything.
  addEventListener("beforeprint", () => { tools.reset(); refresh(); });
  filter();
  open();
})();
