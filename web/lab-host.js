// Shows the book's widgets where no kernel runs. MyST-NB leaves their state in the page,
// _ext/house/labs.py has moved code and data to files of _static/labs; this script hands each
// widget a model object that holds the state and whose messages go nowhere, so the widget computes
// in the page. A picture and a word beside it stand there from the start; they go with the widget's
// first answer, and stay where none comes.

(() => {
  const LABS = new URL("labs/", document.currentScript.src);
  const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
  const widgets = JSON.parse(document.querySelector(STATE)?.textContent ?? '{"state":{}}').state;
  const models = new Map(),
    files = new Map(),
    hosts = new Map();

  const address = (reference) => new URL(reference.lab, LABS).href;

  // What a stored file holds. Scripts of the old kind are all that a page may load when it is a
  // file itself, or stands in a sandboxed frame: there modules, fetch and workers from files are
  // refused.
  function stored(reference) {
    if (!files.has(reference.lab))
      files.set(
        reference.lab,
        new Promise((done, fail) => {
          const script = document.createElement("script"),
            lost = () => {
              files.delete(reference.lab); // it may come when it is asked for again
              fail(new Error(`${script.src} did not load`));
            };
          script.onload = () => (script.stored === undefined ? lost() : done(script.stored));
          script.onerror = lost;
          script.src = address(reference);
          document.head.append(script);
        }),
      );
    return files.get(reference.lab);
  }

  async function bytes(reference) {
    const packed = Uint8Array.from(atob(await stored(reference)), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new DataView(await new Response(stream).arrayBuffer());
  }

  async function restore({ state, buffers = [] }) {
    await Promise.all(
      buffers.map(async (buffer) => {
        let owner = state;
        for (const key of buffer.path.slice(0, -1)) owner = owner[key];
        const load = () => bytes(buffer);
        // What lies deeper than a trait is another state's, and is loaded when a reader asks for it
        owner[buffer.path.at(-1)] = buffer.path.length > 1 ? load : await load();
      }),
    );
    if (state._worker) state._worker = address(state._worker);
    return state;
  }

  class Model {
    constructor(state) {
      this.state = state;
      this.listeners = new Map();
      this.widget_manager = { get_model: getModel };
    }
    get(key) {
      return this.state[key];
    }
    set(key, value) {
      if (this.state[key] === value) return;
      this.state[key] = value;
      for (const name of [`change:${key}`, "change"]) this.emit(name, value);
    }
    emit(name, ...values) {
      for (const listener of [...(this.listeners.get(name) ?? [])]) listener(...values);
    }
    on(names, listener) {
      for (const name of names.split(" "))
        this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
    }
    off(names, listener) {
      for (const name of names ? names.split(" ") : [...this.listeners.keys()])
        this.listeners.set(
          name,
          listener ? (this.listeners.get(name) ?? []).filter((f) => f !== listener) : [],
        );
    }
    save_changes() {}
    send() {}
  }

  function getModel(id) {
    if (!models.has(id))
      models.set(
        id,
        restore(widgets[id]).then((state) => new Model(state)),
      );
    return models.get(id);
  }

  function addStyle(reference) {
    if (!reference?.lab || document.querySelector(`link[data-lab-style="${reference.lab}"]`))
      return Promise.resolve();
    const link = Object.assign(document.createElement("link"), {
      rel: "stylesheet",
      href: address(reference),
    });
    link.dataset.labStyle = reference.lab;
    document.head.append(link);
    return new Promise((done) => {
      link.onload = link.onerror = done;
    });
  }

  async function render(script, id, el) {
    const model = await getModel(id);
    const [code] = await Promise.all([stored(model.get("_esm")), addStyle(model.get("_css"))]);
    const widget = typeof code === "function" ? await code() : code;
    await widget.initialize?.({ model });
    await widget.render?.({ model, el, home: home(script) });
  }

  async function show(script) {
    const id = JSON.parse(script.textContent).model_id,
      el = document.createElement("div");
    el.className = "lab-host";
    if (widgets[id]?.model_module !== "anywidget")
      return tell(
        script,
        "This control needs Python: run the chapter in JupyterLab, Binder or Colab.",
      );
    el.dataset.waits = ""; // it has its place and its width, and is not seen
    script.after(el);
    hosts.set(script, el);
    try {
      await render(script, id, el);
    } catch (error) {
      el.remove();
      return tell(script, `A still picture: the lab could not start here (${error.message}).`);
    }
    const lab = el.querySelector(".mosaic-lab");
    if (!lab) return stand(script, el);
    await settled(lab);
    if (!("done" in lab.dataset)) {
      delete el.dataset.waits;
      tell(script, "A still picture: the lab below could not answer here, and says why.").after(el);
      await settled(lab, (d) => "done" in d);
    }
    stand(script, el);
    firsts.set(script, lab.lab.get());
    follow(script);
  }

  // When the lab has answered, well or not
  function settled(lab, wanted = (d) => ("done" in d || "error" in d) && !("busy" in d)) {
    return new Promise((go) => {
      const watch = new MutationObserver(look);
      function look() {
        if (!wanted(lab.dataset)) return;
        watch.disconnect();
        go();
      }
      watch.observe(lab, { attributes: true });
      look();
    });
  }

  // The pictures that stand in for a widget while there is none, and the words beside them
  const around = (script) => script.closest(".cell_output, .cell") ?? script.parentElement;
  const still = (script, what) => [...around(script).querySelectorAll(what)];

  function stand(script, el) {
    delete el.dataset.waits;
    still(script, ".lab-still").forEach((word) => word.remove());
    still(script, ".lab-poster").forEach((poster) => {
      poster.hidden = true;
    });
    document.querySelector(STATE).dataset.shown =
      Number(document.querySelector(STATE).dataset.shown ?? 0) + 1;
  }

  // Says why in the word that stands there; in a new one where there is none
  function tell(script, why) {
    let word = still(script, ".lab-still").at(0);
    if (!word) {
      word = Object.assign(document.createElement("p"), { className: "lab-still" });
      word.append(document.createElement("span"));
      script.after(word);
    }
    word.firstElementChild.setAttribute("role", "alert");
    word.firstElementChild.textContent = why;
    return word;
  }

  // ---------------------------------------------------------------- labs by name and place
  const views = [...document.querySelectorAll(VIEW)],
    begun = new Map();
  const kind = (script) => widgets[JSON.parse(script.textContent).model_id]?.state.made?.lab;
  const labOf = (script) => hosts.get(script)?.querySelector(".mosaic-lab")?.lab;
  const placeOf = (script) =>
    views.filter((each) => kind(each) === kind(script)).indexOf(script) + 1;
  const found = (lab, place) => views.filter((each) => kind(each) === lab)[place - 1];

  function start(script) {
    if (!begun.has(script)) begun.set(script, show(script));
    return begun.get(script);
  }

  // The book's sets, for labs that take a reader's own pictures: one file lists them, each is in
  // another
  async function sets() {
    const listed = await stored({ lab: "sets.js" });
    return Object.entries(listed).map(([name, { label, lab, ...about }]) => ({
      name,
      label,
      async load() {
        const { buffer } = await bytes({ lab });
        return { name, bytes: new Uint8Array(buffer), ...about };
      },
    }));
  }

  // What a lab is told of its place (widgets/shared/types.d.ts: Home)
  function home(script) {
    const page = location.href.replace(/#.*$/s, ""),
      root = document.documentElement.dataset.content_root;
    const stem =
      location.pathname
        .split("/")
        .at(-1)
        .replace(/\.html$/, "") || "index";
    const own =
      document.body.dataset.own ?? `${root}labs/${kind(script)}.html?of=${stem}.${placeOf(script)}`;
    return { page, place: placeOf(script), own, sets };
  }

  // -------------------------------- a lab's state is in the page's address
  // #SamplerLab:v=1&seed=6 sets the first SamplerLab of the page, #SamplerLab.2:... the second one
  // (shared/state/link.js).
  const LINK = /^#([A-Za-z]\w*?)(?:\.(\d+))?:/;
  // Ms without a hand on a lab until the address follows: browsers refuse too many changes
  const LATER = 400;
  const FIRST = "as the page has it"; // of an entry of the history
  const firsts = new Map(); // what each lab was set to at first
  const motion = matchMedia("(prefers-reduced-motion: reduce)");

  function led(hash) {
    const [, lab, place] = LINK.exec(hash) ?? [];
    return lab && found(lab, Number(place ?? 1));
  }

  function keep(way, hash, state = null) {
    try {
      history[way](state, "", hash);
    } catch {
      /* a file or a frame whose address may not change */
    }
  }

  // A long way is a jump: it tires the eye, and pictures that load on the way would move the aim
  function bringIntoView(el) {
    const { top, bottom } = el.getBoundingClientRect(),
      far = Math.abs(top) > 2 * innerHeight;
    const seen = top >= 0 && (bottom <= innerHeight || top <= innerHeight / 4);
    if (!seen)
      el.scrollIntoView({ block: "start", behavior: motion.matches || far ? "instant" : "smooth" });
  }

  // Sets a lab, says there what came of it, and gives it the focus, from where Tab leads to its
  // controls
  async function go(script, act, come = true) {
    if (come) bringIntoView(labOf(script)?.root ?? around(script));
    await start(script);
    const lab = labOf(script);
    if (!lab) return; // it says why beside its picture
    if (come) {
      lab.takeFocus();
      bringIntoView(lab.root);
    }
    act(lab);
  }

  function write(script, way = "replaceState") {
    const lab = labOf(script);
    if (lab) keep(way, lab.link(placeOf(script)));
  }

  // A hand on a lab: once it rests the address follows, at the latest when the reader leaves
  function follow(script) {
    let timer;
    const now = () => {
      clearTimeout(timer);
      removeEventListener("beforeunload", now);
      write(script);
    };
    const touched = () => {
      clearTimeout(timer);
      timer = setTimeout(() => ("busy" in labOf(script).root.dataset ? touched() : now()), LATER);
      addEventListener("beforeunload", now);
    };
    for (const name of ["click", "change", "input", "keyup", "pointerup"])
      hosts
        .get(script)
        .addEventListener(name, (event) => !event.target.closest(".lab-menu") && touched());
  }

  function arrive() {
    const script = led(location.hash);
    if (script) return go(script, (lab) => lab.followLink(location.hash));
    if (history.state !== FIRST) return;
    for (const [each, values] of firsts) labOf(each)?.set(values, "stay");
  }

  addEventListener("popstate", arrive);

  // -------------------------------- words that set a lab (_ext/house/quiz.py)
  // They are words and no more where the page does not show their lab. Back leads to what the lab
  // was before.
  function preset(script, values) {
    if (LINK.test(location.hash)) write(script);
    else keep("replaceState", location.href, FIRST);
    return go(script, async (lab) => {
      lab.set(values);
      await lab.coming;
      write(script, "pushState");
    });
  }

  for (const words of document.querySelectorAll(".lab-preset")) {
    const script = found(words.dataset.lab, words.dataset.place);
    if (!script) continue;
    words.href = words.dataset.link;
    words.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      preset(script, JSON.parse(words.dataset.set));
    });
  }

  // By a link or the way back; the browser itself scrolls to where a reader who comes back was
  const [navigation] = performance.getEntriesByType("navigation");
  const back = ["back_forward", "reload"].includes(navigation?.type);
  if (led(location.hash)) go(led(location.hash), (lab) => lab.followLink(location.hash), !back);

  // A lab is loaded when half of it, or as much as fills half of the screen, has come into view:
  // its picture stands there before, and a page whose lab nobody looks at stays light.
  const near = new IntersectionObserver(
    (entries) => {
      for (const { intersectionRatio, intersectionRect, target } of entries) {
        if (intersectionRatio < 0.5 && intersectionRect.height < innerHeight / 2) continue;
        near.unobserve(target);
        target.querySelectorAll(`:scope > ${VIEW}`).forEach(start);
      }
    },
    { threshold: Array.from({ length: 21 }, (_, k) => k / 20) },
  );
  for (const holder of new Set(views.map((script) => script.parentElement))) near.observe(holder);
})();
