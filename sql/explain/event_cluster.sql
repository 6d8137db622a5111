-- title:   The happening that it reports
-- grain:   one row, none for an event that is no happening with two known parties
-- params:  id text = null
-- columns: cluster_id key of event_clusters;
--          days from the first day on which it may have happened to the last;
--          seen from the first article that reports it to the last;
--          event_count events that report it;
--          article_count articles;
--          story_count distinct stories;
--          source_count distinct sources
select
    c.cluster_id,
    concat_ws(' to ', c.start_date, nullif(c.end_date, c.start_date)) as days,
    concat_ws(' to ', c.first_seen_date, nullif(c.last_seen_date, c.first_seen_date)) as seen,
    c.event_count,
    c.article_count,
    c.story_count,
    c.source_count
from event_clusters as c
inner join event_cluster_members as m on c.cluster_id = m.cluster_id
where m.event_id = $id
