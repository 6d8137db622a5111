select
    new_count as new,
    revised_count as revised,
    reextracted_count as reextracted,
    unchanged_count as unchanged,
    reject_count as rejects
from batches
order by batch_id desc
limit 1
