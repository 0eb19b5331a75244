/**
 * Requests and answers, whatever is asked: routes, bodies that are read within bounds of size and
 * time, problems as clients get them, and checks of where a request comes from. Nothing here knows
 * a model.
 */
package dev.weft.serve.http;
