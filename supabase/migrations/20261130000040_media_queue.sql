-- Recordings are joined by slots of their own, so that mail never waits behind them; jobs that wait already move there.

update public.procrastinate_jobs set queue_name = 'media' where task_name = 'join_recording' and status = 'todo';
