// An article or a passage that is chosen is opened by the server; what was opened is shown at its place.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-article], [data-passage], [data-list]');
  if (button) trigger('click', {...button.dataset});
});
watch('value', () => {
  const place = element.querySelector('.here') || element.querySelector('article h3');
  if (!place) return;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  place.scrollIntoView({block: place.matches('h3') ? 'nearest' : 'center', behavior: calm ? 'auto' : 'smooth'});
  place.focus({preventScroll: true});
});
