update runs set status = 'died'
where status = 'running'
