delete from feed_state
where uri in (select i.uri from incoming_feed_state as i)
