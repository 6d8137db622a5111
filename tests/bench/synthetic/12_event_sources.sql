insert into event_sources by name
select
    article_key(n // 2) || '-e' || n % 2 as event_id,
    article_key(n // 2) as article_id,
    0 as position,
    'publisher' as kind,
    'Source ' || zipf(n // 2, 1, 200) as name,
    'r000' as run_id
from range(2 * $articles) as numbers (n);
