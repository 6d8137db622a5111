insert into rejects by name
select
    'r000' as run_id,
    'r000' as last_run_id,
    'synthetic.jsonl' as uri,
    n as record,
    ['bad_json', 'no_text', 'too_long'][1 + n % 3] as reason,
    'line ' || n as detail
from range($articles // 100) as numbers (n);
