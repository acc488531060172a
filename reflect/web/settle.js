// A choice that settles an item is told to the server. The roles are filled in where somebody looks for one, since a
// list of them in each row of a long list would make the page heavy.
element.addEventListener('focusin', (event) => {
  const select = event.target;
  const roles = element.querySelector('template.roles');
  if (select.tagName === 'SELECT' && roles && select.options.length === 1) {
    select.append(roles.content.cloneNode(true));
  }
});
let place = -1;
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-pile]');
  if (!button) return;
  const row = button.closest('[data-activity]');
  const select = row.querySelector('select');
  const owner = 'chosen' in button.dataset ? select.value : button.dataset.owner || '';
  if ('chosen' in button.dataset && !owner) { select.focus(); return; }
  place = [...element.querySelectorAll('section.ask [data-activity]')].indexOf(row);
  trigger('click', {activity: row.dataset.activity, pile: button.dataset.pile, owner: owner});
});
// The list is drawn anew: what was done is read aloud, and whoever works without a mouse goes on with the next question,
// or, where there is none, from the word about what was done.
watch('value', () => {
  const noted = element.querySelector('.noted');
  const said = noted ? noted.textContent : '';
  if (!said.trim()) return;
  const rows = element.querySelectorAll('section.ask [data-activity]');
  const next = place < 0 ? null : rows[place] || rows[rows.length - 1];
  (next ? next.querySelector('button') : noted).focus({preventScroll: true});
  if (!next) return;
  noted.textContent = '';
  setTimeout(() => { noted.textContent = said; }, 60);
});
