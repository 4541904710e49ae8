"""`python -m tests.erasing_alone PROJECT BUCKET USER`: erases somebody, to be killed meanwhile."""

import sys

from shared.store.database import connect
from tests.erasing import House
from tests.people import People, Person

if __name__ == "__main__":
    project, bucket, user_id = sys.argv[1:]
    database = connect(project)
    House(database, People(database), bucket).deliver(Person(user_id, "", ""))
