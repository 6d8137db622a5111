-- Fails if an event belongs to no happening at the end of a run, or a happening mixes keys.
--
-- Batches leave new members without a happening; the end of the run puts them together. A report in between would count
-- the same happening twice.
select
    cluster_key,
    count(*) filter (where cluster_id is null) as unclustered_count,
    count(distinct cluster_id) as cluster_count
from event_cluster_members
group by cluster_key
having count(*) filter (where cluster_id is null) > 0
order by cluster_key
