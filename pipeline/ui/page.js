// What the page does in the browser by itself: language, light or dark, chips, steps that open.
const textToBI = (() => {
  const root = document.documentElement;
  const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode */ } };
  const find = (selector) => document.querySelector(selector);
  const box = () => find("#question textarea, #question input");
  const touch = matchMedia("(pointer: coarse)").matches; // there, focus calls up a keyboard
  const PLACEHOLDER = __PLACEHOLDER__;
  const LABEL = __LABEL__;

  function speak(language) {
    root.lang = language === "zh" ? "zh-CN" : "en";
    root.dataset.lang = language;
    document.querySelectorAll("[data-set-lang]").forEach((button) =>
      button.setAttribute("aria-pressed", button.dataset.setLang === language));
    if (box()) {
      box().placeholder = PLACEHOLDER[language];
      find("#question [data-testid=block-info]").textContent = LABEL[language];
    }
  }
  function shade(theme) {
    document.body.classList.toggle("dark", theme === "dark");
  }
  function put(question) {
    box().value = question;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }
  // A question or a fresh start leaves nothing open and nothing stopping.
  function reset() {
    delete find("#run").dataset.open;
    delete find("#run").dataset.stopping;
  }
  function open(step) {
    const run = find("#run");
    const shown = run.dataset.open ?? find(".stepper").dataset.shown;
    run.dataset.open = shown === step ? "none" : step;
    stepsChanged();
  }
  function stepsChanged() {
    const shown = find("#run").dataset.open ?? find(".stepper")?.dataset.shown;
    document.querySelectorAll("[data-step]").forEach((button) =>
      button.setAttribute("aria-expanded", button.dataset.step === shown));
  }

  const preferred = (navigator.languages ?? [navigator.language])
    .map((tag) => tag.slice(0, 2)).find((tag) => tag === "zh" || tag === "en");
  speak(remembered("language") ?? preferred ?? "en");

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (!button) return;
    const { ask, setLang, step } = button.dataset;
    if (ask !== undefined && !find("[data-busy]")) {
      put(ask);
      find("#ask button").click();
    } else if (setLang) {
      remember("language", setLang);
      speak(setLang);
    } else if (step) {
      open(step);
    } else if (button.matches(".api")) {
      find("button.show-api").click(); // Gradio's own, in its footer that does not know our languages
    } else if (button.closest("#stop")) {
      find("#run").dataset.stopping = "";
    } else if (button.matches("[data-toggle-theme]")) {
      const theme = document.body.classList.contains("dark") ? "light" : "dark";
      remember("theme", theme);
      shade(theme);
    }
  });
  // The Enter that ends a word of an input method is not the one that asks.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing && event.key === "Enter") event.stopPropagation();
  }, true);
  setInterval(() => {
    const left = find("[data-countdown]");
    if (left) left.textContent = Math.max(1, Number(left.textContent) - 1);
  }, 1000);

  return {
    stepsChanged,
    ready() {
      const theme = remembered("theme");
      if (theme) shade(theme);
      speak(root.dataset.lang);
      if (!touch) box().focus({ preventScroll: true });
    },
    // The inputs of the handler: question, language, and a state that the server fills.
    asked() {
      reset();
      if (touch) box().blur();
      return [box().value, root.dataset.lang, null];
    },
    afresh() {
      reset();
      box().focus();
    },
  };
})();
