insert into quotes by name
select
    article_key(n) as article_id,
    240 as start,
    350 as "end",
    'quoted ' || n as text,
    n % 2 = 0 as direct,
    351 as cue_start,
    355 as cue_end,
    356 as speaker_start,
    370 as speaker_end,
    entity_key(201 + 2 * zipf(n, 20, 5000)) as speaker_id,
    'Party ' || (201 + 2 * zipf(n, 20, 5000)) as speaker,
    'synthetic' as rule,
    'r000' as run_id
from range($articles) as numbers (n);
