select version, status from agents.authority where handle = ? for share
