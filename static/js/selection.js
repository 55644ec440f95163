// The ticks of a list, kept from page to page; the bar's form, data-selection, sends them all.
const PREFIX = "order-desk-selection";
const ACTING = "order-desk-acting";
const bar = document.querySelector("[data-selection]");
const question = document.querySelector("form:has([name=confirmed])");
const forget = () => {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
};

// A selection is over when its action is done: the question was answered, or there was none and
// the bar led away from the list.
if (question) {
  question.addEventListener("submit", forget);
} else if (!bar && sessionStorage.getItem(ACTING)) forget();
sessionStorage.removeItem(ACTING);

const keepTicks = () => {
  const key = `${PREFIX}?${bar.dataset.selection}`;
  const find = (what) => bar.querySelector(what);
  const boxes = () => [...document.querySelectorAll(`[name=order][form=${bar.id}]`)];
  const total = find(".choice").textContent.match(/[\d,]+/);
  // Ticked are `ids`; of all, everything but `ids`.
  let chosen = JSON.parse(sessionStorage.getItem(key) || '{"all": false, "ids": []}');

  const showCount = () => {
    const { all, ids } = chosen;
    const except = ids.length ? ` but ${ids.length}` : "";
    const isAny = all || ids.length > 0;
    find("[data-count]").hidden = !isAny;
    find("[data-clear]").hidden = !isAny;
    const named = ids.slice(0, 6).join(", ") + (ids.length > 6 ? " …" : "");
    find("[data-count]").textContent = all
      ? `All ${total}${except} selected`
      : `${ids.length} selected: ${named}`;
    bar.classList.toggle("has-selection", isAny);
  };
  const show = () => {
    const { all, ids } = chosen;
    for (const box of boxes()) box.checked = all !== ids.includes(box.value);
    for (const box of document.querySelectorAll("[data-ticks-all]")) {
      box.hidden = false;
      box.checked = boxes().every((other) => other.checked);
    }
    bar.elements.all.checked = all;
    bar.elements.more.value = all ? "" : ids.join();
    bar.elements.but.value = all ? ids.join() : "";
    showCount();
    sessionStorage.setItem(key, JSON.stringify(chosen));
  };
  // An order that has left the list, such as one that was shipped, is not selected any more.
  const dropThoseGone = () => {
    const isWhole = document.querySelector("[data-whole-list]");
    if (!isWhole || chosen.all) return;
    const here = new Set(boxes().map((box) => box.value));
    chosen.ids = chosen.ids.filter((id) => here.has(id));
  };
  const tick = (box) => {
    const rest = chosen.ids.filter((id) => id !== box.value);
    chosen.ids = box.checked === chosen.all ? rest : [...rest, box.value];
  };
  const tickAll = (isTicked) => {
    for (const box of boxes()) {
      box.checked = isTicked;
      tick(box);
    }
  };

  document.addEventListener("change", ({ target }) => {
    if (target.matches(`[name=order][form=${bar.id}]`)) tick(target);
    else if (target.matches("[data-ticks-all]")) tickAll(target.checked);
    else if (target === bar.elements.all) chosen = { all: target.checked, ids: [] };
    else return;
    show();
  });
  find("[data-clear]").addEventListener("click", () => {
    chosen = { all: false, ids: [] };
    show();
  });
  bar.addEventListener("submit", () => sessionStorage.setItem(ACTING, "1"));
  document.addEventListener("htmx:afterSwap", show);
  dropThoseGone();
  show();
};

if (bar) keepTicks();
