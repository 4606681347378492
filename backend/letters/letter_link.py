"""Letter link: where the code on a letter leads, and for how long."""

from datetime import timedelta

PAGE = "pages/home/index"  # of the mini program; what it shows it shows to who has signed in
LINK_LIVES = timedelta(days=190)  # as long as a lawsuit may be brought, six months, and a little
