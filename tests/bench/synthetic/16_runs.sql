insert into runs by name
select
    'r' || lpad(n::varchar, 3, '0') as run_id,
    timestamp '2025-01-01' + n * interval 1 day as started_at,
    timestamp '2025-01-01' + n * interval 1 day + interval 1 hour as finished_at,
    'done' as status,
    '0.1.0' as code_version,
    'x1' as extractor_version,
    1 as input_count,
    $articles // 100 as read_count,
    $articles // 100 as article_count,
    $articles // 100 as new_count,
    0 as revised_count,
    0 as unchanged_count,
    0 as reextracted_count,
    0 as duplicate_count,
    0 as skipped_count,
    0 as rejected_count
from range(100) as numbers (n);
