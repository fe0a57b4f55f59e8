"use strict";
// Shows the book's widgets where no kernel runs. MyST-NB leaves their state in the page,
// _ext/house/labs.py has moved code and data to files of _static/labs (lab-files.js); this script
// hands each widget a model object that holds the state and whose messages go nowhere, so the
// widget computes in the page. A picture and a word beside it stand there from the start; they go
// with the widget's first answer, and stay where none comes.
{
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
  /** @type {HTMLScriptElement | null} */
  const kept = document.querySelector('script[type="application/vnd.jupyter.widget-state+json"]');
  /** @type {Record<string, LabSource>} */
  const widgets = JSON.parse(kept?.textContent || '{"state":{}}').state;
  /** @type {HTMLScriptElement[]} */
  const views = Array.from(document.querySelectorAll(VIEW));
  /** @type {Map<string, Promise<LabModel>>} */
  const models = new Map();
  /** @type {Map<HTMLScriptElement, HTMLElement>} */
  const hosts = new Map();
  /** @type {Map<HTMLScriptElement, Promise<void>>} */
  const begun = new Map();

  // ---------------------------------------------------------------- labs by name and place
  /** @param {HTMLScriptElement} script @returns {string} */
  const idOf = (script) => JSON.parse(script.textContent ?? "{}").model_id;
  const kind = (/** @type {HTMLScriptElement} */ script) => widgets[idOf(script)]?.state.made?.lab;

  /** @param {HTMLElement} el @returns {LabRoot | null} */
  const rootIn = (el) => el.querySelector(".mosaic-lab");

  /** @type {LabPage} */
  const page = {
    find: (lab, place) => views.filter((each) => kind(each) === lab)[place - 1],
    placeOf: (script) => views.filter((each) => kind(each) === kind(script)).indexOf(script) + 1,
    labOf(script) {
      const host = hosts.get(script);
      return (host && rootIn(host))?.lab;
    },
    around: (script) => script.closest(".cell_output, .cell") ?? script.parentElement ?? script,
    start(script) {
      const under = begun.get(script) ?? show(script);
      begun.set(script, under);
      return under;
    },
  };
  const links = new LabLinks(page);

  /** What a lab is told of its place. @param {HTMLScriptElement} script @returns {LabHome} */
  function home(script) {
    const root = document.documentElement.dataset.content_root,
      file = location.pathname.split("/").at(-1) ?? "",
      place = page.placeOf(script);
    const of = `${file.replace(/\.html$/, "") || "index"}.${place}`,
      own = document.body.dataset.own ?? `${root}labs/${kind(script)}.html?of=${of}`;
    const address = location.href.replace(/#.*$/s, "");
    return { page: address, place, own, sets: labSets, link: links.opening(script) };
  }

  // ---------------------------------------------------------------- a widget is shown
  /** @param {string} id */
  function getModel(id) {
    const known = models.get(id);
    if (known) return known;
    const coming = restoreLab(widgets[id], labBytes).then((state) => new LabModel(state, getModel));
    models.set(id, coming);
    return coming;
  }

  /** @param {HTMLScriptElement} script @param {HTMLElement} el */
  async function render(script, el) {
    const model = await getModel(idOf(script)),
      esm = model.get("_esm");
    if (!esm) throw new Error("its code is not in the page");
    /** @type {Promise<LabModule | (() => Promise<LabModule>)>} */
    const coming = labStored(esm);
    const [code] = await Promise.all([coming, addLabStyle(model.get("_css"))]);
    const widget = typeof code === "function" ? await code() : code;
    await widget.initialize?.({ model });
    await widget.render?.({ model, el, home: home(script) });
  }

  /** @param {HTMLScriptElement} script */
  async function show(script) {
    if (widgets[idOf(script)]?.model_module !== "anywidget") {
      tell(script, "This control needs Python: run the chapter in JupyterLab, Binder or Colab.");
      return;
    }
    const el = Object.assign(document.createElement("div"), { className: "lab-host" });
    el.dataset.waits = ""; // it has its place and its width, and is not seen
    script.after(el);
    hosts.set(script, el);
    try {
      await render(script, el);
    } catch (error) {
      el.remove();
      const why = error instanceof Error ? error.message : error;
      tell(script, `A still picture: the lab could not start here (${why}).`);
      return;
    }
    await answered(script, el);
  }

  /**
   * Waits until the lab says something; it takes the place of its picture once that is well.
   * @param {HTMLScriptElement} script
   * @param {HTMLElement} el
   */
  async function answered(script, el) {
    if (!rootIn(el)) return stand(script, el);
    await settled(el);
    if (!("done" in (rootIn(el)?.dataset ?? {}))) {
      delete el.dataset.waits;
      tell(script, "A still picture: the lab below could not answer here, and says why.").after(el);
      await settled(el, (d) => "done" in d);
    }
    stand(script, el);
    const lab = rootIn(el)?.lab;
    if (lab) links.follow(script, el, lab);
  }

  /**
   * When the lab has answered, well or not; a link to another training set puts a new one in its
   * place meanwhile.
   * @param {HTMLElement} el
   * @param {(data: DOMStringMap) => boolean} wanted
   * @returns {Promise<void>}
   */
  function settled(el, wanted = (d) => ("done" in d || "error" in d) && !("busy" in d)) {
    return new Promise((go) => {
      const watch = new MutationObserver(look);
      function look() {
        const root = rootIn(el);
        if (!root || !wanted(root.dataset)) return;
        watch.disconnect();
        go();
      }
      const attributeFilter = ["data-done", "data-error", "data-busy"];
      watch.observe(el, { attributeFilter, childList: true, subtree: true });
      look();
    });
  }

  // ---------------------------------------------------------------- what stands in for a widget
  /** @param {HTMLScriptElement} script @param {string} what @returns {HTMLElement[]} */
  const still = (script, what) => Array.from(page.around(script).querySelectorAll(what));

  /** @param {HTMLScriptElement} script @param {HTMLElement} el */
  function stand(script, el) {
    delete el.dataset.waits;
    for (const word of still(script, ".lab-still")) word.remove();
    for (const poster of still(script, ".lab-poster")) poster.hidden = true;
    if (kept) kept.dataset.shown = String(Number(kept.dataset.shown ?? 0) + 1);
  }

  /**
   * Says why in the word that stands there; in a new one where there is none.
   * @param {HTMLScriptElement} script
   * @param {string} why
   */
  function tell(script, why) {
    let word = still(script, ".lab-still").at(0);
    if (!word) {
      word = Object.assign(document.createElement("p"), { className: "lab-still" });
      word.append(document.createElement("span"));
      script.after(word);
    }
    word.firstElementChild?.setAttribute("role", "alert");
    if (word.firstElementChild) word.firstElementChild.textContent = why;
    return word;
  }

  // ---------------------------------------------------------------- when
  // A lab is loaded when half of it, or as much as fills half of the screen, has come into view:
  // its picture stands there before, and a page whose lab nobody looks at stays light.
  /** @param {IntersectionObserverEntry} seen */
  const enough = ({ intersectionRatio, intersectionRect }) =>
    intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2;
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target } of entries.filter(enough)) {
        near.unobserve(target);
        for (const script of views) if (script.parentElement === target) page.start(script);
      }
    },
    { threshold: Array.from({ length: 21 }, (_, k) => k / 20) },
  );
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const presets = document.querySelectorAll(".lab-preset");
  for (const words of presets) links.link(words);
  links.begin();
  for (const holder of new Set(views.map((script) => script.parentElement)))
    if (holder) near.observe(holder);
}
