// What the page does in the browser by itself: language, light or dark, chips, steps that open, and the
// way back to its run. The address names the run on the page, storage the last one of this browser.
// Gradio cannot take up a stream that broke. What is on the page is in the run's log, so it loads anew.
const textToBI = (() => {
  const root = document.documentElement;
  function memory(store) { // one that forgets everything, where the browser keeps nothing
    const attempt = (work) => { try { return work(window[store]); } catch { return null; } };
    return {
      get: (key) => attempt((kept) => kept.getItem(key)),
      set: (key, value) => attempt((kept) => value ? kept.setItem(key, value) : kept.removeItem(key)),
    };
  }
  const browser = memory("localStorage");
  const tab = memory("sessionStorage");
  const find = (selector) => document.querySelector(selector);
  function visitor() { // whose data gives way to newer data of the same browser, and to nobody else's
    const made = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16)).join("");
    if (!browser.get("visitor")) browser.set("visitor", made());
    return browser.get("visitor") ?? "";
  }
  const box = () => find("#question textarea, #question input");
  const touch = matchMedia("(pointer: coarse)").matches; // there, focus calls up a keyboard
  const PLACEHOLDER = __PLACEHOLDER__;
  const LABEL = __LABEL__;
  const SILENCE = 12_000; // milliseconds after which the stream is given up; the server is never so quiet
  const RETRY = 2_000;

  const linked = new URLSearchParams(location.search).get("run");
  let run = linked ?? browser.get("run"); // the one on the page, or on its way there
  let heardAt = Date.now();
  root.toggleAttribute("data-following", Boolean(run));

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
  // A question or a fresh start leaves nothing open and nothing asked of the run.
  function reset() {
    delete find("#run").dataset.open;
    delete find("#run").dataset.told;
  }
  function open(step) {
    const run = find("#run");
    const shown = run.dataset.open ?? find(".stepper").dataset.shown;
    run.dataset.open = shown === step ? "none" : step;
    stepsChanged();
  }
  function stepsChanged() {
    const steps = find(".stepper");
    const shown = find("#run").dataset.open ?? steps?.dataset.shown;
    document.querySelectorAll("[data-step]").forEach((button) =>
      button.setAttribute("aria-expanded", button.dataset.step === shown));
    if (!steps) return;
    const { told } = find("#run").dataset;
    const done = { pause: "paused" in steps.dataset, resume: !("paused" in steps.dataset) };
    if (!("busy" in steps.dataset) || done[told]) delete find("#run").dataset.told;
    const id = find(".asked").dataset.run;
    if (id !== run) tab.set("draft", ""); // it became a run
    stay(id);
  }

  // ---- the way back ----
  function stay(id) { // with this run; null for none
    run = id;
    browser.set("run", id);
    root.removeAttribute("data-following");
    const address = new URL(location.href);
    if (id) address.searchParams.set("run", id);
    else address.searchParams.delete("run");
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }
  const listening = () => root.hasAttribute("data-following") || find("[data-busy]");
  const lost = () => root.hasAttribute("data-lost");
  function heard() {
    heardAt = Date.now();
    root.removeAttribute("data-lost");
  }
  // The stream may only be late: it has until the server answers to be heard again.
  function lose() {
    if (lost()) return;
    root.setAttribute("data-lost", "");
    const again = async () => {
      const patience = AbortSignal.timeout(2 * RETRY); // the connection it took may be dead: then another
      const answers = await fetch("healthz", { cache: "no-store", signal: patience })
        .then((said) => said.ok, () => false);
      if (!lost()) return;
      if (answers) location.reload();
      setTimeout(again, answers ? SILENCE : RETRY);
    };
    setTimeout(again, RETRY);
  }
  function watch() {
    if (listening() && Date.now() - heardAt > SILENCE) lose();
  }
  setInterval(watch, 1_000);
  document.addEventListener("visibilitychange", watch); // a phone that slept
  addEventListener("offline", () => { if (listening()) lose(); });

  async function tell(verb) {
    find("#run").dataset.told = verb;
    try {
      const headers = { "Accept-Language": root.lang };
      const said = await fetch(`workflow/runs/${encodeURIComponent(run)}/${verb}`, { method: "POST", headers });
      if (said.status === 404 || said.status === 410) location.reload(); // where it says so
      else if (!said.ok) {
        delete find("#run").dataset.told;
        fault(await said.json().then(({ detail }) => detail, () => ""));
      }
    } catch {
      delete find("#run").dataset.told;
      lose();
    }
  }
  // Gradio says what went wrong in English, in a corner; here it is said in the page's language.
  function faults(changes) {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        const said = node.querySelector?.(".toast-message-text.error")?.textContent;
        if (said?.startsWith("Connection to the server was lost")) lose(); // it calls no handler any more
        else if (said !== undefined) fault();
      }
    }
  }
  function fault(why = "") {
    find(".aside.fault .why").textContent = why;
    root.setAttribute("data-fault", "");
    setTimeout(() => root.removeAttribute("data-fault"), 6_000);
  }

  const preferred = (navigator.languages ?? [navigator.language])
    .map((tag) => tag.slice(0, 2)).find((tag) => tag === "zh" || tag === "en");
  speak(browser.get("language") ?? preferred ?? "en");

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-home]")) stay(null); // and the link is followed
    const button = event.target.closest?.("button");
    if (!button) return;
    const { ask, setLang, step, tell: verb } = button.dataset;
    if (ask !== undefined && !find("[data-busy]")) {
      put(ask);
      find("#ask button").click();
    } else if (setLang) {
      browser.set("language", setLang);
      speak(setLang);
    } else if (step) {
      open(step);
    } else if (button.matches(".api")) {
      find("button.show-api").click(); // Gradio's own, in its footer that does not know our languages
    } else if (verb) {
      tell(verb);
    } else if (button.matches("[data-bring]")) {
      find("#files").click(); // Gradio's own, whose label knows one language
    } else if (button.matches("[data-toggle-theme]")) {
      const theme = document.body.classList.contains("dark") ? "light" : "dark";
      browser.set("theme", theme);
      shade(theme);
    }
  });
  let stands = null; // the switch of what is to be read as it stands, or as it was found
  document.addEventListener("change", (event) => {
    if (event.target.dataset?.stands === undefined) return;
    stands = event.target;
    find("#again button").click();
  });
  // The Enter that ends a word of an input method is not the one that asks.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing && event.key === "Enter") event.stopPropagation();
  }, true);
  document.addEventListener("input", (event) => {
    if (event.target === box()) tab.set("draft", box().value);
  });
  setInterval(() => {
    const left = find("[data-countdown]");
    if (left) left.textContent = Math.max(1, Number(left.textContent) - 1);
  }, 1000);

  return {
    stepsChanged,
    // The inputs of the handler: the files, the language, a state that the server fills, and who brings them.
    bringing(files) {
      reset();
      stay(null);
      root.setAttribute("data-bringing", "");
      return [files, root.dataset.lang, null, visitor()];
    },
    // The inputs of the handler: the key, the table, the column or none, whether it stays, and the language.
    readAgain() {
      reset();
      stay(null);
      root.setAttribute("data-bringing", "");
      const { stands: table, column } = stands.dataset;
      return [tab.get("upload") ?? "", table, column ?? "", stands.checked, root.dataset.lang];
    },
    brought() {
      root.removeAttribute("data-bringing");
      const key = find("[data-upload]")?.dataset.upload;
      if (key) tab.set("upload", key);
    },
    givenBack() {
      tab.set("upload", "");
      textToBI.afresh();
      return [null];
    },
    kept() {
      return [tab.get("upload") ?? ""];
    },
    heard,
    ready() {
      const theme = browser.get("theme");
      if (theme) shade(theme);
      speak(root.dataset.lang);
      const draft = tab.get("draft");
      if (draft) put(draft);
      if (!touch) box().focus({ preventScroll: true });
      new MutationObserver(faults).observe(document.body, { childList: true, subtree: true });
      if (run) find("#follow button").click();
    },
    // The inputs of the handler: the run to follow, whether somebody named it, and the language.
    followed() {
      return [run, Boolean(linked), root.dataset.lang];
    },
    // What there was to follow stands there, or it is gone.
    caughtUp() {
      if (!find(".asked")) stay(null);
    },
    // The inputs of the handler: question, language, and two states that the server fills.
    asked() {
      reset();
      heard();
      if (touch) box().blur();
      return [box().value, root.dataset.lang, null, null];
    },
    afresh() {
      reset();
      stay(null);
      box().focus();
    },
  };
})();
