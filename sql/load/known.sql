select
    article_id,
    content_hash,
    version_at at time zone 'UTC' as version_at,
    run_id,
    is_current,
    extractor_version
from articles
order by article_id, revision
