-- Three in ten articles speak of sanctions, 3.3 times each.
insert into sanctions by name
with
drawn as (
    select
        n,
        n // 10 * 10 + [0, 3, 7][1 + (hash(n) % 3)::integer] as article,
        action_of(zipf(n, 50, 8)) as action
    from range($articles) as numbers (n)
)

select
    article_key(article) || '-s' || n || '-' || action as statement_id,
    article_key(article) as article_id,
    case when roll(n, 51) < 0.4 then article_key(article) || '-e' || n % 2 end as event_id,
    action,
    case when action <> 'mention' then modality_of(zipf(n, 52, 9)) end as modality,
    (n % 8) * 120 + 10 as start,
    (n % 8) * 120 + 20 as "end",
    (n % 8) * 120 as sentence_start,
    (n % 8) * 120 + 119 as sentence_end,
    [] as measures,
    'synthetic' as rule,
    0.5 + roll(n, 53) / 2 as confidence,
    'r000' as run_id
from drawn
order by article, n;
