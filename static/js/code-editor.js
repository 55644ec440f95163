// The code editor: Escape leaves it for Tab, and its label leads into it.
addEventListener("load", () => {
  window.ace?.config.setDefaultValue("session", "useWorker", false); // the widget says so too late
  setTimeout(() => {
    for (const widget of document.querySelectorAll(".django-ace-widget")) {
      const [label] = widget.nextElementSibling.labels;
      widget.editor.setOptions({
        enableKeyboardAccessibility: true,
        textInputAriaLabel: label.textContent,
      });
      label.addEventListener("click", () => widget.editor.focus());
    }
  });
});
