{% include "matching/day/worker.js" %}
{% include "day/news.js" %}
