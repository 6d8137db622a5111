insert into event_parties by name
select
    article_key(n // 2) || '-e' || n % 2 as event_id,
    article_key(n // 2) as article_id,
    ['actor', 'recipient'][1 + s] as role,
    entity_key(zipf(n, 40 + s, 200)) as entity_id,
    code_of(zipf(n, 40 + s, 200)) as code,
    (n % 8) * 120 as start,
    (n % 8) * 120 + 3 as "end",
    false as inferred,
    'r000' as run_id
from range(2 * $articles) as numbers (n), range(2) as places (s)
where roll(n, 42 + s) < 0.8;
