// Comfort on top of pages that work without it: loading while one scrolls, marks on hover, suggestions, keys, the slider.
(() => {
  'use strict';
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const page = async (href) => {
    const answer = await fetch(href, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(answer.statusText);
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  };

  // The next page of a chronology is put beneath when its link comes near.
  const watchMore = () => {
    const link = document.querySelector('a[data-more]');
    const flow = document.getElementById('flow');
    if (!link || !flow || !('IntersectionObserver' in window)) return;
    const watch = new IntersectionObserver(async (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      try {
        const next = await page(link.href);
        const days = all('#flow > *', next);
        const last = flow.lastElementChild;
        if (last && days[0] && last.dataset.day && last.dataset.day === days[0].dataset.day) {
          all('.event', days.shift()).forEach((event) => last.append(event));
        }
        flow.append(...days);
        const more = next.querySelector('a[data-more]');
        if (more) { link.href = more.getAttribute('href'); watch.observe(link); } else link.parentElement.remove();
      } catch { /* the link is still there to follow */ }
    }, { rootMargin: '600px' });
    watch.observe(link);
  };

  // Hovering or focusing an event marks its words; hovering words marks their events.
  const light = (number) => {
    const has = (mark, name) => (mark.dataset[name] || '').split(' ').includes(number);
    all('mark').forEach((mark) => {
      mark.classList.toggle('on', !!number && has(mark, 'e'));
      for (const name of ['a', 'r', 'd', 'p']) mark.classList.toggle(name, !!number && has(mark, name));
    });
    all('.coded').forEach((event) => event.classList.toggle('on', event.dataset.n === number));
  };
  const watchStory = () => {
    const coded = all('.coded');
    if (!coded.length) return;
    coded.forEach((event) => {
      event.addEventListener('mouseenter', () => light(event.dataset.n));
      event.addEventListener('focusin', () => light(event.dataset.n));
    });
    all('mark').forEach((mark) => mark.addEventListener('mouseenter', () => light(mark.dataset.e.split(' ')[0])));
    const asked = document.getElementById(location.hash.slice(1));
    if (asked && asked.dataset.n) { asked.focus({ preventScroll: true }); light(asked.dataset.n); }
  };

  // Names that begin so, under the field.
  const watchNames = () => all('input[data-suggest]').forEach((input) => {
    const list = document.getElementById(input.getAttribute('list'));
    let waiting;
    input.addEventListener('input', () => {
      clearTimeout(waiting);
      const typed = input.value.trim();
      if (typed.length < 2) return;
      waiting = setTimeout(async () => {
        const answer = await fetch('/suggest?q=' + encodeURIComponent(typed), { credentials: 'same-origin' });
        if (!answer.ok) return;
        list.replaceChildren(...(await answer.json()).map((hit) => {
          const option = document.createElement('option');
          option.value = hit.label;
          option.label = hit.note;
          return option;
        }));
      }, 150);
    });
  });

  // The map changes in place.
  const show = async (href, keep) => {
    const next = await page(href);
    for (const id of ['map', 'map-lede']) document.getElementById(id).replaceWith(next.getElementById(id));
    if (!keep) history.replaceState(null, '', href);
    for (const name of ['z', 'at']) {
      const field = document.querySelector(`.time [name=${name}]`), other = next.querySelector(`.time [name=${name}]`);
      if (field && other) field.value = other.value;
    }
  };
  const watchMap = () => {
    const form = document.querySelector('form[data-slider]');
    if (!form) return;
    const slider = form.querySelector('#month'), name = form.querySelector('#month-name');
    const names = slider.dataset.names.split('|');
    let waiting;
    slider.addEventListener('input', () => {
      name.textContent = names[slider.value] || '';
      slider.setAttribute('aria-valuetext', name.textContent);
      clearTimeout(waiting);
      waiting = setTimeout(() => show('/map?' + new URLSearchParams(new FormData(form))).catch(() => form.submit()), 120);
    });
    document.addEventListener('click', (event) => {
      const link = event.target.closest('a[data-map]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const label = link.getAttribute('aria-label');
      show(link.getAttribute('href')).then(() => {
        const again = all('a[data-map]').find((other) => other.getAttribute('aria-label') === label);
        if (again) again.focus({ preventScroll: true });
      }).catch(() => { location.href = link.getAttribute('href'); });
    });
  };

  // One key each. Within a field, keys are letters.
  const watchKeys = () => {
    if (!document.querySelector('[data-key]')) return;
    const events = all('[data-judge]');
    const move = (step) => {
      const at = events.indexOf(document.activeElement && document.activeElement.closest('[data-judge]'));
      const next = events[Math.max(0, Math.min(events.length - 1, at + step))];
      if (next) { next.focus(); next.scrollIntoView({ block: 'nearest' }); }
    };
    const current = events.find((event) => event.classList.contains('current'));
    if (current && !location.hash) current.focus({ preventScroll: true });
    document.addEventListener('keydown', (key) => {
      if (key.ctrlKey || key.metaKey || key.altKey || key.target.closest('input, textarea, select')) return;
      if (key.key === 'j') return move(1);
      if (key.key === 'k') return move(-1);
      const within = (document.activeElement && document.activeElement.closest('[data-judge]')) || current || events[0];
      const selector = `[data-key="${CSS.escape(key.key)}"]`;
      const target = (within && within.querySelector(selector)) || document.querySelector(`${selector}:not([data-judge] *)`);
      if (target && !target.disabled) { key.preventDefault(); target.click(); }
    });
  };

  watchMore(); watchStory(); watchNames(); watchMap(); watchKeys();
})();
