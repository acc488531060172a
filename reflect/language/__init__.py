"""Reading ordinary English: clauses, what an activity is called, hours, days, names. No model, no meaning."""
