# cmake -DSOURCE=FOLDER -DBUILD=FOLDER -P forget-moved.cmake, before CMake configures: removes a build folder that was made
# at another place, or for sources at another, which happens where a checkout is moved or copied. CMake would refuse it.
if(NOT EXISTS ${BUILD}/CMakeCache.txt)
  return()
endif()

# cached(VARIABLE NAME): the folder of this name in the cache, with links resolved.
function(cached variable name)
  file(STRINGS ${BUILD}/CMakeCache.txt line REGEX "^${name}:" LIMIT_COUNT 1)
  string(REGEX REPLACE "^[^=]*=" "" folder "${line}")
  file(REAL_PATH "${folder}" folder)
  set(${variable} ${folder} PARENT_SCOPE)
endfunction()

cached(source CMAKE_HOME_DIRECTORY)
cached(build CMAKE_CACHEFILE_DIR)
file(REAL_PATH ${SOURCE} SOURCE)
file(REAL_PATH ${BUILD} BUILD)
if(NOT source STREQUAL SOURCE OR NOT build STREQUAL BUILD)
  message(STATUS "Weft: ${BUILD} was made for ${source}, in ${build}: building anew")
  file(REMOVE_RECURSE ${BUILD})
endif()
