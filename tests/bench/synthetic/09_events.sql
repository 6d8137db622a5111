insert into events by name
select
    article_key(n // 2) || '-e' || n % 2 as event_id,
    article_key(n // 2) as article_id,
    event_type_of(zipf(n, 30, 16)) as type,
    '040' as cameo,
    modality_of(zipf(n, 31, 9)) as modality,
    (n % 8) * 120 + 10 as trigger_start,
    (n % 8) * 120 + 20 as trigger_end,
    (n % 8) * 120 as sentence_start,
    (n % 8) * 120 + 119 as sentence_end,
    date '2015-01-01' + floor(3652 * sqrt(n // 2 / $articles))::integer - (n % 3)::integer as start_date,
    date '2015-01-01' + floor(3652 * sqrt(n // 2 / $articles))::integer - (n % 3)::integer as end_date,
    'day' as precision,
    'synthetic' as rule,
    0.5 + roll(n, 32) / 2 as confidence,
    'r000' as run_id
from range(2 * $articles) as numbers (n);
