-- title:   Rejected records
-- grain:   one row per record and reason, in the order of their inputs; a record that several runs met stands once
-- columns: uri the input;
--          record number of the record in it, from 1, null for the input as a whole;
--          reason why it could not be used;
--          detail the rest of it, for a person;
--          last_run_id latest run that met it
select
    uri,
    record,
    reason,
    detail,
    last_run_id
from rejects
order by uri, record nulls first, reason, detail, last_run_id
