// Pointing at a node of the disk brings out what it is joined to, in both directions.
// The page says everything without this.
(function () {
  var disk = document.querySelector('.disk svg');
  if (!disk) return;
  var edges = [].map.call(disk.querySelectorAll('[data-edge]'), function (element) {
    var ends = element.getAttribute('data-edge').split(' ');
    return { element: element, general: ends[0], specific: ends[1] };
  });
  function follow(start, from, to) {
    var found = {};
    found[start] = true;
    for (var grown = true; grown;) {
      grown = false;
      edges.forEach(function (edge) {
        if (found[edge[from]] && !found[edge[to]]) grown = found[edge[to]] = true;
      });
    }
    return found;
  }
  function show(start) {
    var up = follow(start, 'specific', 'general'), down = follow(start, 'general', 'specific');
    edges.forEach(function (edge) {
      var on = up[edge.specific] && up[edge.general] || down[edge.general] && down[edge.specific];
      edge.element.classList.toggle('on', !!on);
    });
    disk.querySelectorAll('[data-node],[data-label]').forEach(function (element) {
      var key = element.getAttribute('data-node') || element.getAttribute('data-label');
      element.classList.toggle('on', !!(up[key] || down[key]));
    });
    disk.classList.add('chosen');
  }
  disk.addEventListener('mouseover', function (event) {
    var node = event.target.closest('[data-node]');
    if (node) show(node.getAttribute('data-node')); else disk.classList.remove('chosen');
  });
  disk.addEventListener('mouseleave', function () { disk.classList.remove('chosen'); });
})();
