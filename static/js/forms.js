// A field that another one's value calls for: data-shown-when="name=value", or "name" of a tick box.
for (const part of document.querySelectorAll("[data-shown-when]")) {
  const [name, value] = part.dataset.shownWhen.split("=");
  const decider = document.querySelector(`[name="${name}"]`);
  const show = () => {
    part.hidden = value === undefined ? !decider.checked : decider.value !== value;
  };
  decider.addEventListener("change", show);
  show();
}

// Filling in a choice's own fields makes the choice.
for (const kind of document.querySelectorAll(".kind")) {
  kind.addEventListener("input", (event) => {
    const radio = kind.querySelector("[type=radio]");
    if (event.target !== radio && event.target.value) radio.checked = true;
  });
}

// A row is added at once: data-adds names its <template>, data-to the rows it joins.
for (const button of document.querySelectorAll("[data-adds]")) {
  const template = document.getElementById(button.dataset.adds);
  const rows = document.getElementById(button.dataset.to);
  let number = Date.now(); // above every number that the server gave
  button.addEventListener("click", (event) => {
    event.preventDefault();
    rows.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("__key__", `n${number++}`));
    rows.lastElementChild.querySelector("input:not([type=hidden])").focus();
  });
}
