// Fetches the live part again every 2 seconds; the server answers 204 when nothing changed.
(function () {
  "use strict";
  var live = document.getElementById("live");
  if (!live) { return; }
  function toTheEnd() {
    var thread = live.classList.contains("thread") ? [live] : live.querySelectorAll(".thread");
    Array.prototype.forEach.call(thread, function (one) { one.scrollTop = one.scrollHeight; });
  }
  function showFigures(text) {
    var figures = JSON.parse(text || "{}");
    Object.keys(figures).forEach(function (name) {
      document.querySelector("[data-figure=" + name + "]").textContent = figures[name];
    });
  }
  function poll() {
    if (document.hidden) { return; }
    fetch(live.dataset.from + "&version=" + live.dataset.version).then(function (reply) {
      showFigures(reply.headers.get("X-Figures"));
      if (reply.status !== 200) { return null; }
      live.dataset.version = reply.headers.get("X-Version");
      return reply.text().then(function (html) { live.innerHTML = html; toTheEnd(); });
    }).catch(function () { return null; });
  }
  toTheEnd();
  window.setInterval(poll, 2000);
})();
