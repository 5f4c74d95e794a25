// Back from the institution's sign-in: go on without a click.
document.getElementById("returned").requestSubmit();
